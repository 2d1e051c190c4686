import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { decideClaim } from "#app/deposits/claims/decide-claim.server.ts";
import { claimPage } from "#app/deposits/claims/queries.server.ts";
import { DecideClaim } from "#app/deposits/deposit.ts";
import { orNotFound, submit } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { TextField } from "#app/ui/field.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { ClaimCase, ClaimNext } from "../deposits/parts/claim-case.tsx";
import { ClaimChip } from "../deposits/parts/claim-chip.tsx";

const idOf = (params: { claimId?: string }) => orNotFound(z.uuid().safeParse(params.claimId).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireOperator(request);
  return { claim: orNotFound(await claimPage(viewer, idOf(params))) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const done = await submit(request, DecideClaim, async (input) => {
    await limit("operate", viewer);
    await decideClaim(viewer, idOf(params), input);
  });
  return done.ok ? redirect(`/desk/deposits/claims/${params.claimId}`, 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { claim }) => `${t("deposits.claim.title")} · ${claim.contract.title}`);

export default function DeskClaim() {
  const { claim } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal("deposits");
  const most = claim.amountFen < claim.heldFen ? claim.amountFen : claim.heldFen;
  return (
    <Page
      width="text"
      title={t("deposits.claim.title")}
      chips={<ClaimChip state={claim.state} />}
      crumbs={[{ label: t("deposits.desk.title"), to: "/desk/deposits" }, { label: claim.contract.title }]}
    >
      <ClaimNext claim={claim} desk />
      <ClaimCase claim={claim} />
      {claim.disputes.length > 0 && (
        <Card title={t("deposits.desk.disputes")}>
          <ul className="list-disc pl-5">
            {claim.disputes.map(({ id, stage, state, byBank }) => (
              <li key={id}>
                <Link to={`/desk/disputes/${id}`} className="link">
                  {stage}
                </Link>{" "}
                {t(byBank ? "contracts.dispute.byBank" : `contracts.dispute.state.${state}`)}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {claim.state === "OPEN" && (
        <Notice tone="neutral">
          {t("deposits.desk.waitAnswer")} <Deadline at={claim.answerBy} />
        </Notice>
      )}
      {claim.state === "HEARD" && claim.side !== null && <Notice tone="warn">{t("deposits.desk.own")}</Notice>}
      {claim.state === "HEARD" && claim.side === null && (
        <Card title={t("deposits.desk.decide")}>
          <p className="text-muted">{t("deposits.desk.decideText")}</p>
          <PostForm>
            <MoneyField
              name="amount"
              label={t("deposits.desk.amount")}
              hint={t("deposits.claim.amountHint", { coverFen: most })}
              required
            />
            <TextField name="decision" label={t("deposits.desk.decision")} rows={6} minLength={10} maxLength={2000} required />
            <div>
              <Button variant="primary">{t("deposits.desk.decide")}</Button>
            </div>
          </PostForm>
        </Card>
      )}
    </Page>
  );
}
