import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { receiveForm } from "#app/files/receive.server.ts";
import { orNotFound, submitForm } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { changeRole } from "#app/people/organisation/change-role.server.ts";
import { inviteMember } from "#app/people/organisation/invite-member.server.ts";
import { InvitationIdForm, InviteForm, MemberForm, MemberIdForm } from "#app/people/organisation/organisation.ts";
import { removeMember } from "#app/people/organisation/remove-member.server.ts";
import { revokeInvitation } from "#app/people/organisation/revoke-invitation.server.ts";
import { membersOf, ownOrganisation } from "#app/people/queries.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Notice } from "#app/ui/notice.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "./done.tsx";
import { InvitationsCard, InviteCard, MembersCard } from "./member-cards.tsx";
import { OrganisationPage } from "./organisation-page.tsx";

export const meta = titled<typeof loader>((t, { org }) => `${t("people.orgs.membersTab")} · ${org.name}`);
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const [org, people] = await Promise.all([ownOrganisation(viewer, params.orgId!), membersOf(viewer, params.orgId!)]);
  const { id, name, kind, verifiedAt, suspendedAt, suspensionReason, manages, role } = orNotFound(org);
  return { org: { id, name, kind, verifiedAt, suspendedAt, suspensionReason }, manages, role, ...orNotFound(people) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const orgId = params.orgId!;
  orNotFound(viewer.orgs.find((org) => org.id === orgId));
  const form = await receiveForm(request, viewer);
  const done = (what: string) => redirect(`/organisations/${orgId}/members?done=${what}`);
  switch (form.get("intent")) {
    case "invite": {
      const answer = await submitForm(form, InviteForm, async (invitation) => {
        await limit("invite", viewer);
        await inviteMember(viewer, orgId, invitation);
      });
      return answer.ok ? done("invited") : answer.reply;
    }
    case "revoke": {
      const answer = await submitForm(form, InvitationIdForm, ({ invitationId }) => revokeInvitation(viewer, orgId, invitationId));
      return answer.ok ? done("revoked") : answer.reply;
    }
    case "role": {
      const answer = await submitForm(form, MemberForm, (member) => changeRole(viewer, orgId, member));
      return answer.ok ? done("role") : answer.reply;
    }
    default: {
      const answer = await submitForm(form, MemberIdForm, async ({ userId }) => {
        await removeMember(viewer, orgId, userId);
        return userId === viewer.userId;
      });
      if (!answer.ok) return answer.reply;
      return answer.value ? redirect("/organisations?done=left") : done("removed");
    }
  }
}

export default function Members() {
  const { t } = useTranslation();
  const { org, manages, role, members, invitations } = useLoaderData<typeof loader>();
  const says = {
    invited: t("people.orgs.invited"),
    revoked: t("people.orgs.invitationRevoked"),
    role: t("people.orgs.roleChanged"),
    removed: t("people.orgs.removed"),
  };
  return (
    <OrganisationPage org={org}>
      <Done says={says} />
      {org.kind === "PERSON" ? (
        <Notice>{t("people.orgs.personNoMembers")}</Notice>
      ) : (
        <>
          <MembersCard members={members} manages={manages} owner={role === "OWNER"} />
          {manages && <InviteCard owner={role === "OWNER"} />}
          {manages && invitations.length > 0 && <InvitationsCard invitations={invitations} />}
        </>
      )}
    </OrganisationPage>
  );
}
