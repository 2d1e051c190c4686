import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { type Role, roles } from "#app/people/viewer.ts";
import { Avatar } from "#app/ui/avatar.tsx";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, SelectField } from "#app/ui/field.tsx";
import { PostForm, Refused, useFormReply } from "#app/ui/reply.tsx";

type Member = { userId: string; name: string; email: string; role: Role; createdAt: Date; self: boolean };
type Invitation = { id: string; email: string; role: Role; expiresAt: Date };

/** Roles that this person may give: only owners make owners. */
function useRoleOptions(owner: boolean) {
  const { t } = useTranslation();
  return roles
    .filter((role) => owner || role !== "OWNER")
    .map((role) => ({ value: role, label: `${t(`people.role.${role}`)} · ${t(`people.roleHint.${role}`)}` }));
}

export function MembersCard({ members, manages, owner }: { members: readonly Member[]; manages: boolean; owner: boolean }) {
  const { t } = useTranslation();
  const removal = useFormReply("remove");
  const change = useFormReply("role");
  return (
    <Card title={t("people.orgs.membersTab")}>
      <Refused reply={removal ?? change} />
      <ul className="grid gap-3">
        {members.map((member) => (
          <li key={member.userId} className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-line px-4 py-3">
            <Avatar name={member.name} size="sm" />
            <div className="min-w-0 flex-1 basis-48">
              <p className="font-medium">
                {member.name} {member.self && <span className="font-normal text-muted">{t("people.orgs.you")}</span>}
              </p>
              <p className="truncate text-sm text-muted">
                {t(`people.role.${member.role}`)} · {member.email}
              </p>
              <p className="text-sm text-muted">
                {t("people.orgs.memberSince")} <When at={member.createdAt} day />
              </p>
            </div>
            <MemberActs member={member} manages={manages} owner={owner} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function MemberActs({ member, manages, owner }: { member: Member; manages: boolean; owner: boolean }) {
  const { t } = useTranslation();
  const options = useRoleOptions(owner);
  const mayChange = manages && (owner || member.role !== "OWNER");
  return (
    <div className="flex flex-wrap gap-2">
      {mayChange && (
        <Dialog
          trigger={t("people.orgs.changeRole")}
          title={`${t("people.orgs.changeRole")}${t("ui.colon")}${member.name}`}
          size="sm"
          intent={`role-${member.userId}`}
        >
          <PostForm intent="role">
            <input type="hidden" name="userId" value={member.userId} />
            <SelectField name="role" label={t("people.orgs.inviteRole")} options={options} defaultValue={member.role} />
            <div>
              <Button variant="primary">{t("people.orgs.change")}</Button>
            </div>
          </PostForm>
        </Dialog>
      )}
      {(mayChange || member.self) && (
        <Form method="post">
          <input type="hidden" name="userId" value={member.userId} />
          <Button
            name="intent"
            value="remove"
            size="sm"
            variant="danger"
            aria-label={member.self ? undefined : t("people.orgs.removeNamed", { name: member.name })}
          >
            {t(member.self ? "people.orgs.leave" : "people.orgs.remove")}
          </Button>
        </Form>
      )}
    </div>
  );
}

export function InviteCard({ owner }: { owner: boolean }) {
  const { t } = useTranslation();
  const options = useRoleOptions(owner);
  return (
    <Card title={t("people.orgs.invite")}>
      <p className="text-muted">{t("people.orgs.inviteText")}</p>
      <PostForm intent="invite">
        <div className="grid gap-5 sm:grid-cols-2">
          <Field name="email" type="email" label={t("people.orgs.inviteEmail")} required maxLength={254} />
          <SelectField name="role" label={t("people.orgs.inviteRole")} options={options} defaultValue="MEMBER" />
        </div>
        <div>
          <Button variant="primary">{t("people.orgs.inviteButton")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}

export function InvitationsCard({ invitations }: { invitations: readonly Invitation[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("people.orgs.invitations")}>
      <Refused reply={useFormReply("revoke")} />
      <ul className="grid gap-3">
        {invitations.map((invitation) => (
          <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-line px-4 py-3">
            <div className="min-w-0 flex-1 basis-48">
              <p className="truncate font-medium">{invitation.email}</p>
              <p className="text-sm text-muted">
                {t(`people.role.${invitation.role}`)} · {t("people.orgs.invitationUntil")} <When at={invitation.expiresAt} />
              </p>
            </div>
            <Form method="post">
              <input type="hidden" name="invitationId" value={invitation.id} />
              <Button
                name="intent"
                value="revoke"
                size="sm"
                aria-label={t("people.orgs.invitationRevokeNamed", { email: invitation.email })}
              >
                {t("people.orgs.invitationRevoke")}
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    </Card>
  );
}
