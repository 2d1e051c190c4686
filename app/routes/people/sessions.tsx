import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { MonitorSmartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { receiveForm } from "#app/files/receive.server.ts";
import { submitForm } from "#app/http.server.ts";
import { ChangePasswordForm } from "#app/people/account/account.ts";
import { changePassword } from "#app/people/account/change-password.server.ts";
import { deviceOf } from "#app/people/account/device.ts";
import { revokeOtherSessions } from "#app/people/account/revoke-other-sessions.server.ts";
import { revokeSession } from "#app/people/account/revoke-session.server.ts";
import { requireViewer, signedIn } from "#app/people/auth.server.ts";
import { sessionsOf } from "#app/people/queries.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { AccountPage } from "./account-page.tsx";
import { Done } from "./done.tsx";

export const meta = titled((t) => t("people.account.security"));
export const shouldRevalidate = () => true;

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const here = await signedIn(request.headers);
  const sessions = await sessionsOf(viewer, here?.sessionId ?? "");
  return { sessions: sessions.map(({ userAgent, ...session }) => ({ ...session, device: deviceOf(userAgent ?? "") })) };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const here = await signedIn(request.headers);
  const form = await receiveForm(request, viewer);
  await limit("editProfile", viewer);
  if (form.get("intent") === "password") {
    const answer = await submitForm(form, ChangePasswordForm, async ({ currentPassword, newPassword }) => {
      await limit("changePassword", viewer);
      return changePassword(currentPassword, newPassword, request.headers);
    });
    return answer.ok ? redirect("/sessions?done=password", { headers: answer.value }) : answer.reply;
  }
  const one = z.strictObject({ sessionId: z.uuid() });
  const answer =
    form.get("intent") === "revoke"
      ? await submitForm(form, one, ({ sessionId }) => revokeSession(viewer, sessionId))
      : await submitForm(form, z.strictObject({}), () => revokeOtherSessions(viewer, here?.sessionId ?? ""));
  return answer.ok ? redirect("/sessions?done=revoked") : answer.reply;
}

export default function Sessions() {
  const { t } = useTranslation();
  const { sessions } = useLoaderData<typeof loader>();
  return (
    <AccountPage>
      <Done says={{ password: t("people.account.passwordChanged"), revoked: t("people.account.revoked") }} />
      <Card title={t("people.account.passwordTitle")}>
        <PostForm intent="password">
          <Field
            name="currentPassword"
            type="password"
            label={t("people.account.currentPassword")}
            autoComplete="current-password"
            required
          />
          <Field
            name="newPassword"
            type="password"
            label={t("people.account.newPassword")}
            hint={t("people.signUp.passwordHint")}
            autoComplete="new-password"
            required
            minLength={8}
            maxLength={128}
          />
          <div>
            <Button variant="primary">{t("people.account.changePassword")}</Button>
          </div>
        </PostForm>
      </Card>
      <Card title={t("people.account.sessions")}>
        <p className="text-muted">{t("people.account.sessionsText")}</p>
        <ul className="grid gap-3">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
        {sessions.length > 1 && (
          <Form method="post">
            <Button name="intent" value="others" variant="danger">
              {t("people.account.revokeOthers")}
            </Button>
          </Form>
        )}
      </Card>
    </AccountPage>
  );
}

type Session = ReturnType<typeof useLoaderData<typeof loader>>["sessions"][number];

function SessionRow({ session }: { session: Session }) {
  const { t } = useTranslation();
  const device = session.device ?? t("people.account.unknownDevice");
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-line px-4 py-3">
      <MonitorSmartphone size={20} className="text-muted" aria-hidden />
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device}
          {session.current && <Chip tone="ok">{t("people.account.current")}</Chip>}
        </p>
        <p className="text-sm text-muted">
          {session.ipAddress && `${session.ipAddress} · `}
          {t("people.account.since")} <When at={session.createdAt} /> · {t("people.account.until")} <When at={session.expiresAt} day />
        </p>
      </div>
      {!session.current && (
        <Form method="post">
          <input type="hidden" name="sessionId" value={session.id} />
          <Button name="intent" value="revoke" size="sm" aria-label={`${t("people.account.revoke")}${t("ui.colon")}${device}`}>
            {t("people.account.revoke")}
          </Button>
        </Form>
      )}
    </li>
  );
}
