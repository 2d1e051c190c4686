import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { decideEvidence } from "#app/campaigns/paying-out/decide-evidence.server.ts";
import { deskEvidence } from "#app/campaigns/paying-out/queries.server.ts";
import { id, line } from "#app/form.ts";
import { submit } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Field } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { EvidenceRow, useStageName } from "../campaigns/parts/money-stages.tsx";
import { Done } from "../people/done.tsx";
import { CampaignTabs } from "./campaign-tabs.tsx";

const Decide = z.object({ evidenceId: id, reason: line(300, 2), act: z.enum(["accept", "refuse"]) });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  return { evidence: await deskEvidence() };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const done = await submit(request, Decide, async ({ evidenceId, reason, act }) => {
    await limit("operate", viewer);
    await decideEvidence(viewer, evidenceId, act === "accept", reason);
  });
  return done.ok ? redirect("/desk/campaigns/evidence?done=done", 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("campaigns.payouts.desk.evidence"));

export default function DeskEvidence() {
  const { evidence } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const name = useStageName();
  return (
    <Page title={t("campaigns.payouts.desk.evidence")}>
      <CampaignTabs />
      <Done says={{ done: t("campaigns.payouts.desk.done") }} />
      {evidence.length === 0 && (
        <Card>
          <Empty title={t("campaigns.payouts.desk.noEvidence")} />
        </Card>
      )}
      {evidence.map((one) => (
        <Card
          key={one.id}
          title={
            <Link to={`/desk/campaigns/${one.payout.campaign.id}`} className="hover:underline">
              {one.payout.campaign.title}
            </Link>
          }
          actions={<span className="text-sm text-muted">{name(one.payout.stage)}</span>}
        >
          <EvidenceRow evidence={one} />
          <PostForm intent={`evidence:${one.id}`} className="max-w-xl">
            <input type="hidden" name="evidenceId" value={one.id} />
            <Field name="reason" label={t("campaigns.payouts.desk.reason")} maxLength={300} required />
            <div className="flex flex-wrap gap-3">
              <Button variant="primary" name="act" value="accept">
                {t("campaigns.payouts.desk.accept")}
              </Button>
              <Button variant="danger" name="act" value="refuse">
                {t("campaigns.payouts.desk.refuse")}
              </Button>
            </div>
          </PostForm>
        </Card>
      ))}
    </Page>
  );
}
