import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { disputePage } from "#app/contracts/disputes/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { NextMove } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm, Refused, useFormReply } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { actOn } from "./acts.server.ts";
import { DisputeCase } from "./parts/dispute-case.tsx";

const uuid = (text: unknown) => orNotFound(z.uuid().safeParse(text).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const dispute = orNotFound(await disputePage(viewer, uuid(params.disputeId)));
  return { dispute: orNotFound(dispute.contract.id === params.contractId ? dispute : null) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const done = await actOn(request, { viewer, contractId: uuid(params.contractId) });
  return done.go ? redirect(done.go, 303) : done.reply!;
}

export const shouldRevalidate = () => true;
export const meta = titled<typeof loader>((t, { dispute }) => `${t("contracts.dispute.crumb")} · ${dispute.contract.title}`);

export default function DisputeRoute() {
  const { dispute } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`contract:${dispute.contract.id}`);
  const reply = useFormReply();
  const open = dispute.state === "OPENED";
  return (
    <Page
      width="text"
      title={t("contracts.dispute.name", { amountFen: dispute.amountFen })}
      intro={`${dispute.contract.title} · ${dispute.milestone.title}`}
      chips={<Chip tone={open ? "danger" : "neutral"}>{t(`contracts.dispute.state.${dispute.state}`)}</Chip>}
      crumbs={[
        { label: t("contracts.page.crumb"), to: "/contracts" },
        { label: dispute.contract.title, to: `/contracts/${dispute.contract.id}` },
        { label: t("contracts.dispute.crumb") },
      ]}
      actions={
        <ButtonLink size="sm" to={`/contracts/${dispute.contract.id}`}>
          {t("contracts.dispute.back")}
        </ButtonLink>
      }
    >
      {reply && reply.values.intent === undefined && <Refused reply={reply} />}
      {open && <NextMove who="platform" title={t("contracts.next.frozen.me")} otherwise={t("contracts.dispute.waiting")} />}
      <DisputeCase dispute={dispute} />
      {open && dispute.mayAct && (
        <Card title={t("contracts.dispute.add")}>
          <PostForm intent="evidence" encType="multipart/form-data" key={dispute.evidence.length}>
            <input type="hidden" name="disputeId" value={dispute.id} />
            <TextField name="text" label={t("contracts.dispute.addText")} rows={4} maxLength={3000} required />
            <FileDrop label={t("contracts.dispute.files")} />
            <Button className="justify-self-start">{t("contracts.dispute.addAct")}</Button>
          </PostForm>
          {dispute.viewerSide === dispute.openedBySide && (
            <div className="flex flex-wrap border-t border-line pt-3">
              <Dialog
                trigger={t("contracts.dispute.withdraw")}
                title={t("contracts.dispute.withdraw")}
                intro={t("contracts.dispute.withdrawText")}
                intent="withdrawDispute"
                variant="ghost"
                size="sm"
              >
                <PostForm intent="withdrawDispute">
                  <input type="hidden" name="disputeId" value={dispute.id} />
                  <Button variant="danger">{t("contracts.dispute.withdraw")}</Button>
                </PostForm>
              </Dialog>
            </div>
          )}
        </Card>
      )}
    </Page>
  );
}
