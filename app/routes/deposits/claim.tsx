import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { answerClaim } from "#app/deposits/claims/answer-claim.server.ts";
import { claimPage } from "#app/deposits/claims/queries.server.ts";
import { withdrawClaim } from "#app/deposits/claims/withdraw-claim.server.ts";
import { AnswerClaim } from "#app/deposits/deposit.ts";
import { receiveForm } from "#app/files/receive.server.ts";
import { orNotFound, refuse, submitForm } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { ClaimCase, ClaimNext } from "./parts/claim-case.tsx";
import { ClaimChip } from "./parts/claim-chip.tsx";

const idOf = (params: { claimId?: string }) => orNotFound(z.uuid().safeParse(params.claimId).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  return { claim: orNotFound(await claimPage(viewer, idOf(params))) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  await limit("act", viewer);
  const claimId = idOf(params);
  const form = await receiveForm(request, viewer);
  const here = (done: string) => redirect(`/claims/${claimId}?done=${done}`, 303);
  if (form.get("intent") === "answer") {
    const done = await submitForm(form, AnswerClaim, (input) => answerClaim(viewer, claimId, input));
    return done.ok ? here("answered") : done.reply;
  }
  if (form.get("intent") !== "withdraw") throw refuse("unreadable");
  const done = await submitForm(form, z.strictObject({}), () => withdrawClaim(viewer, claimId));
  return done.ok ? here("withdrawn") : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { claim }) => `${t("deposits.claim.title")} · ${claim.contract.title}`);
const doneKeys = ["filed", "answered", "withdrawn"] as const;

export default function ClaimRoute() {
  const { claim } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  useSignal("deposits");
  const done = doneKeys.find((key) => key === params.get("done"));
  const mayWithdraw = claim.mayAct && claim.side === "EMPLOYER" && (claim.state === "OPEN" || claim.state === "HEARD");
  return (
    <Page
      width="text"
      title={t("deposits.claim.title")}
      chips={<ClaimChip state={claim.state} />}
      crumbs={[{ label: claim.contract.title, to: `/contracts/${claim.contract.id}` }, { label: t("deposits.claim.title") }]}
    >
      {done && <Notice tone="ok">{t(`deposits.claim.done.${done}`)}</Notice>}
      {claim.needsPayee && (
        <Notice
          tone="warn"
          action={
            <ButtonLink size="sm" to={`/payee?org=${claim.contract.employerId}`}>
              {t("deposits.claim.payee")}
            </ButtonLink>
          }
        >
          {t("deposits.claim.needPayee")}
        </Notice>
      )}
      <ClaimNext claim={claim} />
      <ClaimCase claim={claim} />
      {claim.state === "OPEN" && claim.side === "PROVIDER" && claim.mayAct && claim.answerBy > claim.now && (
        <Card title={t("deposits.claim.answer")}>
          <PostForm intent="answer" encType="multipart/form-data">
            <TextField
              name="answer"
              label={t("deposits.claim.answerField")}
              hint={t("deposits.claim.answerHint")}
              rows={6}
              minLength={10}
              maxLength={2000}
              required
            />
            <FileDrop label={t("deposits.claim.files")} hint={t("deposits.claim.filesHint")} />
            <div>
              <Button variant="primary">{t("deposits.claim.answerSend")}</Button>
            </div>
          </PostForm>
        </Card>
      )}
      {mayWithdraw && (
        <div>
          <Dialog
            trigger={t("deposits.claim.withdraw")}
            title={t("deposits.claim.withdraw")}
            intro={t("deposits.claim.withdrawText")}
            variant="ghost"
            intent="withdraw"
          >
            <PostForm intent="withdraw">
              <div>
                <Button variant="danger">{t("deposits.claim.withdraw")}</Button>
              </div>
            </PostForm>
          </Dialog>
        </div>
      )}
    </Page>
  );
}
