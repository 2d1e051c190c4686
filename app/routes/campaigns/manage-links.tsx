import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { referrersOf } from "#app/campaigns/insight/figures.server.ts";
import { insideOf } from "#app/campaigns/insight/insight.server.ts";
import { LinkForm, makeLink } from "#app/campaigns/insight/links.server.ts";
import { env } from "#app/env.server.ts";
import { orNotFound, submit } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { CopyButton } from "#app/ui/copy.tsx";
import { Field } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { ReferrersTable } from "./parts/figures.tsx";
import { ManagePage } from "./parts/manage.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await insideOf(viewer, params.campaignId ?? ""));
  return { campaign, referrers: await referrersOf(campaign.id), origin: env.APP_URL };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const answer = await submit(request, LinkForm, (form) => makeLink(viewer, params.campaignId ?? "", form), viewer);
  return answer.ok ? redirect(`/campaigns/${params.campaignId}/manage/links`, 303) : answer.reply;
}
export const meta = titled((t) => t("campaigns.insight.links.title"));

export default function Links() {
  const { t } = useTranslation();
  const { campaign, referrers, origin } = useLoaderData<typeof loader>();
  const links = referrers.filter((row) => row.code !== null);
  return (
    <ManagePage campaign={campaign} title={t("campaigns.insight.links.title")} intro={t("campaigns.insight.links.intro")}>
      <Card title={t("campaigns.insight.links.make")}>
        <PostForm className="flex flex-wrap items-end gap-3">
          <Field
            name="name"
            label={t("campaigns.insight.links.name")}
            hint={t("campaigns.insight.links.nameHint")}
            required
            maxLength={40}
            className="min-w-60 flex-1"
          />
          <Button variant="primary">{t("campaigns.insight.links.make")}</Button>
        </PostForm>
        {links.length === 0 ? (
          <p className="text-muted">{t("campaigns.insight.links.none")}</p>
        ) : (
          <ul className="grid gap-2">
            {links.map((row) => (
              <li key={row.id} className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-2">
                <span className="grid min-w-0">
                  <span className="font-medium">{row.name}</span>
                  <code className="text-sm break-all text-muted">{`${origin}/r/${row.code}`}</code>
                </span>
                <CopyButton text={`${origin}/r/${row.code}`} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card flush title={t("campaigns.insight.referrers.title")}>
        <ReferrersTable referrers={referrers} />
      </Card>
    </ManagePage>
  );
}
