import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound, submit } from "#app/http.server.ts";
import { requireViewer, signedIn, viewerById, viewerOf } from "#app/people/auth.server.ts";
import { acceptInvitation } from "#app/people/organisation/accept-invitation.server.ts";
import { switchOrganisation } from "#app/people/organisation/switch-organisation.server.ts";
import { invitationOf } from "#app/people/queries.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled<typeof loader>((t, { invitation }) => t("people.invitation.title", { org: invitation.org.name }));
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const [viewer, invitation] = await Promise.all([viewerOf(request.headers), invitationOf(params.token!)]);
  return { invitation: orNotFound(invitation), mine: viewer?.email ?? null, here: `/invitations/${params.token}` };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const here = await signedIn(request.headers);
  const answer = await submit(request, z.strictObject({}), async () => {
    await limit("act", viewer);
    const orgId = await acceptInvitation(viewer, params.token!);
    const member = await viewerById(viewer.userId);
    if (here && member) await switchOrganisation(member, here.sessionId, orgId);
    return orgId;
  });
  return answer.ok ? redirect(`/organisations/${answer.value}`) : answer.reply;
}

export default function Invitation() {
  const { t } = useTranslation();
  const { invitation, mine, here } = useLoaderData<typeof loader>();
  const { org, inviter, role, email, expiresAt, open } = invitation;
  const to = encodeURIComponent(here);
  return (
    <Page title={t("people.invitation.title", { org: org.name })} width="narrow">
      <Card>
        <p>{t("people.invitation.text", { inviter, org: org.name, role: t(`people.role.${role}`) })}</p>
        {!open && <Notice tone="warn">{t("people.invitation.over")}</Notice>}
        {open && (
          <p className="text-sm text-muted">
            {t("people.invitation.until")} <Deadline at={expiresAt} />
          </p>
        )}
        {open && mine === null && (
          <>
            <Notice>{t("people.invitation.visitor", { email })}</Notice>
            <div className="flex flex-wrap gap-3">
              <ButtonLink to={`/sign-in?to=${to}`} variant="primary">
                {t("people.signIn.title")}
              </ButtonLink>
              <ButtonLink to={`/sign-up?to=${to}`}>{t("people.signUp.title")}</ButtonLink>
            </div>
          </>
        )}
        {open && mine !== null && mine !== email && <Notice tone="warn">{t("people.invitation.other", { email, mine })}</Notice>}
        {mine === email && (
          <PostForm reloadDocument>
            {open && (
              <div>
                <Button variant="primary">{t("people.invitation.accept")}</Button>
              </div>
            )}
          </PostForm>
        )}
      </Card>
    </Page>
  );
}
