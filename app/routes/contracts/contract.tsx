import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { changeableContracts } from "#app/contracts/changes/change-order.ts";
import { handoverOf } from "#app/contracts/handover.server.ts";
import { contractPage, messagesOf } from "#app/contracts/queries.server.ts";
import { coverOf } from "#app/deposits/claims/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { disputesAbout } from "#app/payments/card-dispute-queries.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { Refused, useFormReply } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { CoverCard } from "../deposits/parts/cover-card.tsx";
import { CardDisputes } from "../money/parts/card-disputes.tsx";
import { actOn } from "./acts.server.ts";
import { ChangeCard, PastChanges } from "./parts/change-card.tsx";
import { EndingCard, isEnding } from "./parts/ending-card.tsx";
import { Handover } from "./parts/handover.tsx";
import { Messages } from "./parts/messages.tsx";
import { MovePanel } from "./parts/move-panel.tsx";
import { SideCards } from "./parts/side-cards.tsx";
import { SignCard } from "./parts/sign-card.tsx";
import { StageCard } from "./parts/stage-card.tsx";
import { ContractChip } from "./parts/states.tsx";

const uuid = (text: unknown) => orNotFound(z.uuid().safeParse(text).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const contract = orNotFound(await contractPage(viewer, uuid(params.contractId)));
  const before = z.uuid().safeParse(new URL(request.url).searchParams.get("before")).data ?? null;
  const stageIds = contract.stages.map(({ id }) => id);
  const [talk, cover, cards, handed] = await Promise.all([
    messagesOf(contract.id, before),
    coverOf(viewer, contract.id),
    disputesAbout("milestone", stageIds),
    handoverOf(contract.taskId, contract.createdAt),
  ]);
  return { contract, talk, cover, cards, handed, before };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const done = await actOn(request, { viewer, contractId: uuid(params.contractId) });
  return done.go ? redirect(done.go, 303) : done.reply!;
}

const canChange = (state: string) => (changeableContracts as readonly string[]).includes(state);
/** After a "no" the page shows what is true now. */
export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((_, { contract }) => contract.title);

export default function ContractRoute() {
  const { contract, talk, cover, cards, handed, before } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`contract:${contract.id}`);
  const reply = useFormReply();
  const bare = contract.side === "PROVIDER" && (contract.state === "SIGNED" || contract.stages.some((s) => s.state === "AWAITING_FUNDING"));
  const secured = contract.stages.some((s) => ["FUNDED", "WORKING", "SUBMITTED", "CHANGES_REQUESTED"].includes(s.state));
  const mayPropose = contract.mayBegin && canChange(contract.state) && !contract.changes.some((order) => order.open) && !isEnding(contract);
  return (
    <Page
      title={contract.title}
      chips={<ContractChip state={contract.state} />}
      crumbs={[{ label: t("contracts.page.crumb"), to: "/contracts" }, { label: contract.title }]}
      actions={
        <>
          <ButtonLink size="sm" to={`/contracts/${contract.id}/text`}>
            {t("contracts.page.text")}
          </ButtonLink>
          {mayPropose && (
            <ButtonLink size="sm" to={`/contracts/${contract.id}/changes/new`}>
              {t("contracts.changes.open")}
            </ButtonLink>
          )}
          <ButtonLink size="sm" to={`/tasks/${contract.taskId}`}>
            {t("contracts.page.task")}
          </ButtonLink>
        </>
      }
    >
      {reply && reply.values.intent === undefined && <Refused reply={reply} />}
      {contract.suspended && (
        <Notice tone="warn" title={t("contracts.page.suspended")}>
          {t("contracts.page.suspendedText")}
        </Notice>
      )}
      {contract.side === null && <Notice>{t("contracts.page.watching")}</Notice>}
      {contract.side !== null && !contract.mayAct && <Notice tone="warn">{t("contracts.page.noPermission")}</Notice>}
      {contract.mayAct && !contract.mayBegin && <Notice tone="warn">{t("contracts.page.yourSuspended")}</Notice>}
      {bare && !secured && (
        <Notice tone="danger" title={t("contracts.page.dontStart")}>
          {t("contracts.page.dontStartText")}
        </Notice>
      )}
      <MovePanel contract={contract} />
      <EndingCard contract={contract} />
      <ChangeCard contract={contract} />
      <Columns
        side={
          <>
            <SideCards contract={contract} />
            {cover && <CoverCard contractId={contract.id} cover={cover} />}
          </>
        }
      >
        <CardDisputes
          disputes={cards}
          side={contract.side === "EMPLOYER" ? "payer" : contract.side === "PROVIDER" ? "payee" : "watching"}
        />
        {contract.state === "SENT" && <SignCard contract={contract} />}
        {contract.stages.map((stage) => (
          <StageCard key={stage.id} contract={contract} stage={stage} />
        ))}
        <Handover stages={handed} />
        <PastChanges contract={contract} />
        <Messages contract={contract} talk={talk} paged={before !== null} />
      </Columns>
    </Page>
  );
}
