import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { MessageBackers } from "#app/campaigns/fulfilling/message.ts";
import { messageBackers } from "#app/campaigns/fulfilling/message-backers.server.ts";
import { audienceOf, managed, messagesOf, rewardNames } from "#app/campaigns/fulfilling/queries.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { orNotFound } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field, SelectField, TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { act, manageAct } from "./manage-acts.server.ts";
import { ManagePage } from "./parts/manage.tsx";
import { Above } from "./parts/managed.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await managed(viewer, params.campaignId ?? ""));
  const before = z.uuid().safeParse(new URL(request.url).searchParams.get("before")).data ?? null;
  const [rewards, audience, past] = await Promise.all([rewardNames(campaign.id), audienceOf(campaign.id), messagesOf(campaign.id, before)]);
  return { campaign, rewards, audience, ...past, before };
}

export const action = (args: ActionFunctionArgs) =>
  manageAct(args, "messages", {
    send: act(MessageBackers, async ({ viewer, id }, input) => `?done=sent&n=${await messageBackers(viewer, id, input)}`),
  });
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { campaign }) => `${t("campaigns.fulfilling.messages.title")} · ${campaign.title}`);

export default function ManageMessages() {
  const { campaign, rewards, audience, messages, next, before } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const titles = new Map(rewards.map((reward) => [reward.id, reward.title]));
  return (
    <ManagePage
      campaign={campaign}
      title={t("campaigns.fulfilling.messages.title")}
      intro={t("campaigns.fulfilling.messages.intro", { max: policy.messagesPerDay })}
    >
      <Above campaign={campaign} says={{ sent: t("campaigns.fulfilling.messages.sent", { n: Number(search.get("n")) || 0 }) }} />
      {campaign.mayManage && audience.all > 0 && (
        <Card>
          <PostForm intent="send">
            <SelectField
              name="rewardId"
              label={t("campaigns.fulfilling.messages.to")}
              empty={t("campaigns.fulfilling.messages.everybody", { n: audience.all })}
              options={rewards.flatMap((reward) => {
                const n = audience.byReward[reward.id] ?? 0;
                return n === 0 ? [] : [{ value: reward.id, label: t("campaigns.fulfilling.messages.reward", { title: reward.title, n }) }];
              })}
            />
            <Field name="subject" label={t("campaigns.fulfilling.messages.subject")} maxLength={60} required />
            <TextField name="text" label={t("campaigns.fulfilling.messages.text")} rows={8} maxLength={4000} required />
            <Button variant="primary" className="justify-self-start">
              {t("campaigns.fulfilling.messages.send")}
            </Button>
          </PostForm>
        </Card>
      )}
      <Card title={t("campaigns.fulfilling.messages.past")}>
        {messages.length === 0 && <p className="text-muted">{t("campaigns.fulfilling.messages.none")}</p>}
        {messages.map((message) => (
          <article key={message.id} className="grid gap-1.5 border-t border-line pt-4 first:border-t-0 first:pt-0">
            <h3 className="font-medium">{message.subject}</h3>
            <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
              <When at={message.at} />
              {message.rewardId && <Chip>{titles.get(message.rewardId)}</Chip>}
              {t("campaigns.fulfilling.messages.reached", { n: message.recipients })}
            </p>
            <Prose text={message.text} />
          </article>
        ))}
      </Card>
      <Pager previous={before ? "?" : null} next={next ? `?before=${next}` : null} />
    </ManagePage>
  );
}
