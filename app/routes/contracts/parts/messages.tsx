import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { ContractPage, messagesOf } from "#app/contracts/queries.server.ts";
import { Avatar } from "#app/ui/avatar.tsx";
import { Button } from "#app/ui/button.tsx";
import { Card, Prose } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Talk = Awaited<ReturnType<typeof messagesOf>>;

/** What both sides write beside the contract. A posted message empties the form: its key moves with the newest message. */
export function Messages({ contract, talk, paged }: { contract: ContractPage; talk: Talk; paged: boolean }) {
  const { t } = useTranslation();
  const sideOf = (orgId: string) => (orgId === contract.employerId ? "EMPLOYER" : "PROVIDER");
  return (
    <Card title={t("contracts.messages.title")} id="messages">
      {talk.earlier && (
        <Link
          to={`?before=${talk.earlier}#messages`}
          className="justify-self-start text-sm text-river-700 hover:underline"
          preventScrollReset
        >
          {t("contracts.messages.earlier")}
        </Link>
      )}
      {talk.messages.length === 0 ? (
        <p className="text-muted">{t("contracts.messages.none")}</p>
      ) : (
        <ol className="grid gap-4" aria-live="polite">
          {talk.messages.map((message) => (
            <li key={message.id} className="flex gap-3">
              <Avatar name={message.author} size="sm" />
              <div className="grid min-w-0 flex-1 gap-1">
                <p className="flex flex-wrap gap-x-2 text-sm text-muted">
                  <span className="font-medium text-ink">{message.author}</span>
                  <span>{t(`contracts.side.${sideOf(message.orgId)}`)}</span>
                  <When at={message.at} />
                </p>
                {message.text && <Prose text={message.text} className="break-words" />}
                {message.files.length > 0 && <FileRows files={message.files} />}
              </div>
            </li>
          ))}
        </ol>
      )}
      {paged && (
        <Link to="?#messages" className="justify-self-start text-sm text-river-700 hover:underline" preventScrollReset>
          {t("contracts.messages.latest")}
        </Link>
      )}
      {contract.mayAct && (
        <PostForm
          intent="message"
          encType="multipart/form-data"
          key={talk.messages.at(-1)?.id ?? "first"}
          preventScrollReset
          className="gap-3"
        >
          <TextField name="text" label={t("contracts.messages.text")} rows={3} maxLength={3000} />
          <FileDrop label={t("contracts.messages.files")} />
          <Button variant="secondary" className="justify-self-start">
            {t("contracts.messages.send")}
          </Button>
        </PostForm>
      )}
    </Card>
  );
}
