import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { referrerOf } from "#app/campaigns/insight/referrer-cookie.server.ts";
import { changePledge } from "#app/campaigns/pledging/change-pledge.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { pledgeForm } from "#app/campaigns/pledging/pledge-form.server.ts";
import { choicesOf, PledgeForm, type Wish } from "#app/campaigns/pledging/wish.ts";
import { type FormReply, typedValues } from "#app/form.ts";
import { orNotFound, page, submitForm } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { askStepUp } from "#app/people/account/ask-step-up.server.ts";
import { proveStepUp } from "#app/people/account/prove-step-up.server.ts";
import { namedIn, placedIn } from "#app/people/addresses/regions.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow } from "#app/transact.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { PledgeEditor } from "../pledges/parts/pledge-editor.tsx";
import { payAddress } from "../pledges/pay.server.ts";

const uuid = (text: unknown) => orNotFound(z.uuid().safeParse(text).data);
const asked = (request: Request) => {
  const params = new URL(request.url).searchParams;
  return { reward: params.get("reward"), secret: params.get("secret") };
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaignId = uuid(params.campaignId);
  const { reward, secret } = asked(request);
  const form = await page(async () => pledgeForm(viewer, campaignId, await appNow(), secret));
  // One pledge of each person: only a pledge that counts can be changed; everything else has its own page.
  if (form.mine && (form.mine.state !== "PLEDGED" || form.campaign.isLate)) throw redirect(`/pledges/${form.mine.id}`);
  const language = languageOf(request);
  const places = { provinces: namedIn(language, form.provinces), addresses: form.addresses.map((address) => placedIn(language, address)) };
  return { form: { ...form, ...places }, reward };
}

async function wishOf(viewer: Viewer, request: Request, campaignId: string, { code: _, ...input }: PledgeForm): Promise<Wish> {
  const { secret } = asked(request);
  const { rewards, mine } = await pledgeForm(viewer, campaignId, await appNow(), secret);
  const lines = input.lines.map(({ choice, ...line }) => ({
    ...line,
    options: choicesOf(rewards.find((r) => r.id === line.rewardId)?.items ?? [], choice),
  }));
  const referrerId = mine ? null : await referrerOf(request, campaignId);
  return { ...input, lines, secretKeys: secret ? [secret] : [], referrerId };
}

/** A "no" that asks for a code is answered together with the letter that has it. */
async function withLetter<T>(viewer: Viewer, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (e) {
    if (e instanceof Refusal && (e.code === "stepUpFirst" || e.code === "codeOver")) {
      await limit("mailCode", viewer);
      await askStepUp(viewer);
    }
    throw e;
  }
}

/** Reserves, then leads to the till at once; a change that costs nothing more ends on the pledge's page. */
export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaignId = uuid(params.campaignId);
  const posted = await request.clone().formData();
  try {
    await limit("pledge", viewer);
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    const values = typedValues(posted);
    return data<FormReply>({ values, errors: {}, refusal: { code: e.code, params: e.params } }, { status: e.status });
  }
  const changes = z.uuid().safeParse(posted.get("pledgeId")).data;
  const done = await submitForm(posted, PledgeForm, async (input) => {
    if (input.code) await withLetter(viewer, () => proveStepUp(viewer, input.code));
    const wish = await wishOf(viewer, request, campaignId, input);
    if (changes) {
      const change = await withLetter(viewer, () => changePledge(viewer, changes, wish));
      return change === "due" ? payAddress(viewer, changes) : `/pledges/${changes}`;
    }
    try {
      const { pledgeId } = await withLetter(viewer, () => claimPledge(viewer, campaignId, wish));
      return await payAddress(viewer, pledgeId);
    } catch (e) {
      // Sent twice, or from another window: the pledge that there is.
      if (e instanceof Refusal && e.code === "pledgedAlready" && e.params.pledgeId) return `/pledges/${e.params.pledgeId}`;
      throw e;
    }
  });
  return done.ok ? redirect(done.value, 303) : done.reply;
}

export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { form }) =>
  t(form.mine ? "campaigns.pledging.form.changeTitle" : "campaigns.pledging.form.title", { title: form.campaign.title }),
);

export default function PledgeRoute() {
  const { form, reward } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const { t } = useTranslation();
  const { campaign, mine } = form;
  return (
    <Page
      title={t(mine ? "campaigns.pledging.form.changeTitle" : "campaigns.pledging.form.title", { title: campaign.title })}
      crumbs={[
        { label: t("campaigns.name"), to: "/campaigns" },
        { label: campaign.title, to: `/campaigns/${campaign.id}` },
        { label: t("campaigns.pledging.form.crumb") },
      ]}
    >
      {campaign.isOpen ? (
        <PledgeEditor key={reward ?? ""} form={form} rewardId={reward} typed={Object.fromEntries(params)} />
      ) : (
        <Notice
          tone="warn"
          title={t("campaigns.pledging.form.closed")}
          action={<ButtonLink to={`/campaigns/${campaign.id}`}>{t("campaigns.pledging.form.back2campaign")}</ButtonLink>}
        />
      )}
    </Page>
  );
}
