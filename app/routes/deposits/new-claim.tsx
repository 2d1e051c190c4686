import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { fileClaim } from "#app/deposits/claims/file-claim.server.ts";
import { coverOf } from "#app/deposits/claims/queries.server.ts";
import { claimable, FileClaim } from "#app/deposits/deposit.ts";
import { policy } from "#app/deposits/policy.ts";
import { orNotFound, submit } from "#app/http.server.ts";
import { formatDate } from "#app/i18n/format.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";

const idOf = (params: { contractId?: string }) => orNotFound(z.uuid().safeParse(params.contractId).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const contractId = idOf(params);
  const cover = orNotFound(await coverOf(viewer, contractId));
  return { contractId, cover: orNotFound(cover.side === "EMPLOYER" ? cover : null) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const done = await submit(
    request,
    FileClaim,
    async (input) => {
      await limit("act", viewer);
      return fileClaim(viewer, idOf(params), input);
    },
    viewer,
  );
  return done.ok ? redirect(`/claims/${done.value}?done=filed`, 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("deposits.claim.new"));

export default function NewClaim() {
  const { contractId, cover } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page
      width="text"
      title={t("deposits.claim.new")}
      intro={t("deposits.claim.newIntro")}
      crumbs={[{ label: cover.title, to: `/contracts/${contractId}` }, { label: t("deposits.claim.new") }]}
    >
      {cover.mayClaim ? (
        <Card>
          <PostForm encType="multipart/form-data">
            <ChoiceField
              name="promise"
              label={t("deposits.claim.promise")}
              cards
              required
              columns="grid-cols-1"
              defaultValue={cover.covered.find(claimable)?.promise}
              options={cover.covered.map(({ promise, until, leftFen }) => ({
                value: promise,
                label: t(`deposits.promise.${promise}`),
                disabled: !claimable({ leftFen }),
                hint: (
                  <>
                    <span className="block">{t(`deposits.promiseText.${promise}`)}</span>
                    <span className="block">
                      {until ? t("deposits.claim.until", { date: formatDate(until) }) : t("deposits.claim.untilOpen")}
                    </span>
                    <span className="block font-medium text-ink">{t("deposits.claim.left", { leftFen })}</span>
                  </>
                ),
              }))}
            />
            <MoneyField
              name="amount"
              label={t("deposits.claim.amount")}
              hint={t("deposits.claim.amountWithin", { minFen: policy.minClaimFen })}
              required
            />
            <TextField
              name="reason"
              label={t("deposits.claim.reason")}
              hint={t("deposits.claim.reasonHint")}
              rows={8}
              minLength={10}
              maxLength={2000}
              required
            />
            <FileDrop label={t("deposits.claim.files")} hint={t("deposits.claim.filesHint")} />
            <div className="grid gap-1.5">
              <Button variant="primary" className="justify-self-start">
                {t("deposits.claim.send")}
              </Button>
              <p className="text-sm text-muted">{t("deposits.claim.payNote")}</p>
            </div>
          </PostForm>
        </Card>
      ) : (
        <Notice tone="neutral">{t("deposits.claim.notNow")}</Notice>
      )}
    </Page>
  );
}
