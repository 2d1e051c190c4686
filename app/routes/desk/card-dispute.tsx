import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { caseOf } from "#app/card-disputes.server.ts";
import { orNotFound, submit } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { mayAnswer } from "#app/payments/answer-card-dispute.server.ts";
import { CardAnswer, KeptAnswer } from "#app/payments/card-dispute.ts";
import { cardDisputeRow } from "#app/payments/card-dispute-queries.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { appNow } from "#app/transact.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { CardDisputeChip, useReason } from "../money/parts/card-words.tsx";
import { answerBank, Concede, concede } from "./card-acts.server.ts";
import { Answered, AnswerForm, Borne, Facts } from "./card-dispute-parts.tsx";

const idOf = (text: unknown) => orNotFound(z.uuid().safeParse(text).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireOperator(request);
  const row = orNotFound(await cardDisputeRow(idOf(params.disputeId)));
  const [about, now] = await Promise.all([caseOf(row), appNow()]);
  const { answer, ...dispute } = row;
  return {
    dispute: { ...dispute, kept: KeptAnswer.safeParse(answer).data ?? null },
    about,
    own: about !== null && viewer.orgs.some((org) => about.orgIds.includes(org.id)),
    open: mayAnswer(row, now),
    late: row.closedAt === null && row.answerState !== "SENT" && row.answerBy !== null && row.answerBy <= now,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const id = idOf(params.disputeId);
  const gives = new URL(request.url).searchParams.get("do") === "concede";
  const done = gives
    ? await submit(request, Concede, async () => {
        await limit("operate", viewer);
        await concede(viewer, id);
      })
    : await submit(request, CardAnswer, async (answer) => {
        await limit("operate", viewer);
        await answerBank(viewer, id, answer);
      });
  return done.ok ? redirect(`/desk/card-disputes/${id}`, 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { about }) => `${t("cards.desk.title")} · ${about?.title ?? ""}`);

export default function DeskCardDispute() {
  const { dispute, about, own, open, late } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const reason = useReason();
  useSignal(`card-dispute:${dispute.id}`);
  const links = { "/contracts/": "contract", "/desk/campaigns/": "campaign", "/desk/deposits": "deposit" } as const;
  const link = Object.entries(links).find(([start]) => about?.href.startsWith(start))?.[1];
  const waitsMoney = dispute.closedAt === null && ["won", "lost", "warning_closed", "prevented"].includes(dispute.pspStatus);
  return (
    <Page
      width="text"
      title={about?.title ?? t("cards.desk.case")}
      intro={reason(dispute.reason)}
      chips={<CardDisputeChip state={dispute.state} />}
      crumbs={[{ label: t("cards.desk.title"), to: "/desk/card-disputes" }, { label: t("cards.desk.case") }]}
      actions={
        about &&
        link && (
          <ButtonLink size="sm" to={about.href}>
            {t(`cards.desk.${link}`)}
          </ButtonLink>
        )
      }
    >
      {dispute.lastError && <Notice tone="danger">{t("cards.desk.parked", { error: dispute.lastError })}</Notice>}
      {waitsMoney && <Notice>{t("cards.desk.waitsMoney")}</Notice>}
      {own && dispute.closedAt === null && <Notice tone="warn">{t("cards.desk.own")}</Notice>}
      {late && <Notice tone="warn">{t("cards.desk.late")}</Notice>}
      <Facts dispute={dispute} payer={about?.payer ?? ""} />
      {dispute.state === "LOST" && <Borne dispute={dispute} />}
      {dispute.answerState && <Answered dispute={dispute} />}
      {open && !own && about && <AnswerForm about={about} id={dispute.id} />}
    </Page>
  );
}
