import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { company, person, viewerAgain } from "#app/people/fixtures.ts";
import { acceptInvitation } from "#app/people/organisation/accept-invitation.server.ts";
import { changeRole } from "#app/people/organisation/change-role.server.ts";
import { invitationToken } from "#app/people/organisation/invitation-token.server.ts";
import { inviteMember } from "#app/people/organisation/invite-member.server.ts";
import { removeMember } from "#app/people/organisation/remove-member.server.ts";
import { revokeInvitation } from "#app/people/organisation/revoke-invitation.server.ts";
import { can, type Role } from "#app/people/viewer.ts";
import { setOffset } from "#sandbox/clock.ts";

const DAY = 86_400_000;
const code = (a: PromiseSettledResult<unknown>) => (a.status === "rejected" ? a.reason.code : "done");

test("an invitation is accepted once, by the invited address, however often the button is pressed", async () => {
  const [owner, friend, stranger] = [await company(), await person(), await person()];
  const token = invitationToken(await inviteMember(owner.viewer, owner.orgId, { email: friend.email, role: "BIDDER" }));
  await expect(acceptInvitation(stranger.viewer, token)).rejects.toMatchObject({ code: "notInvited" });
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => acceptInvitation(friend.viewer, token)));
  expect(answers.map(code).sort()).toEqual(["done", ...Array(19).fill("invitationOver")]);
  const viewer = await viewerAgain(friend.userId, owner.orgId);
  expect([can(viewer, owner.orgId, "bid:place"), can(viewer, owner.orgId, "pay:approve")]).toEqual([true, false]);
});

test("an invitation that was withdrawn, replaced or has run out opens nothing", async () => {
  const [owner, friend] = [await company(), await person()];
  const first = await inviteMember(owner.viewer, owner.orgId, { email: friend.email, role: "MEMBER" });
  const second = await inviteMember(owner.viewer, owner.orgId, { email: friend.email, role: "MEMBER" });
  await expect(acceptInvitation(friend.viewer, invitationToken(first))).rejects.toMatchObject({ code: "invitationOver" });
  await revokeInvitation(owner.viewer, owner.orgId, second);
  await expect(acceptInvitation(friend.viewer, invitationToken(second))).rejects.toMatchObject({ code: "invitationOver" });
  const third = await inviteMember(owner.viewer, owner.orgId, { email: friend.email, role: "MEMBER" });
  await setOffset(7 * DAY + 1000);
  await expect(acceptInvitation(friend.viewer, invitationToken(third))).rejects.toMatchObject({ code: "invitationOver" });
  await expect(acceptInvitation(friend.viewer, "no-such-token")).rejects.toMatchObject({ code: "notFound" });
});

test("two owners who unmake each other at once leave one owner", async () => {
  const other = await person();
  const owner = await company({ members: [{ who: other, role: "OWNER" }] });
  const otherViewer = await viewerAgain(other.userId, owner.orgId);
  const answers = await Promise.allSettled([
    changeRole(owner.viewer, owner.orgId, { userId: other.userId, role: "MEMBER" }),
    changeRole(otherViewer, owner.orgId, { userId: owner.userId, role: "MEMBER" }),
  ]);
  expect(answers.map(code).sort()).toEqual(["done", "notAllowed"]);
  expect(await db.member.count({ where: { orgId: owner.orgId, role: "OWNER" } })).toBe(1);
});

test("who may do what to members", async () => {
  const people: Record<Exclude<Role, "OWNER">, Awaited<ReturnType<typeof person>>> = {
    ADMIN: await person(),
    BIDDER: await person(),
    FINANCE: await person(),
    MEMBER: await person(),
  };
  const owner = await company({ members: Object.entries(people).map(([role, who]) => ({ who, role: role as Role })) });
  const { orgId } = owner;
  const as = (role: keyof typeof people) => viewerAgain(people[role].userId, orgId);
  const stranger = await person();
  await expect(inviteMember(stranger.viewer, orgId, { email: "x@example.test", role: "MEMBER" })).rejects.toMatchObject({
    code: "notFound",
  });
  for (const role of ["BIDDER", "FINANCE", "MEMBER"] as const) {
    await expect(inviteMember(await as(role), orgId, { email: "x@example.test", role: "MEMBER" })).rejects.toMatchObject({
      code: "notAllowed",
    });
    await expect(removeMember(await as(role), orgId, people.ADMIN.userId)).rejects.toMatchObject({ code: "notAllowed" });
  }
  await expect(inviteMember(await as("ADMIN"), orgId, { email: "x@example.test", role: "OWNER" })).rejects.toMatchObject({
    code: "notAllowed",
  });
  await expect(removeMember(await as("ADMIN"), orgId, owner.userId)).rejects.toMatchObject({ code: "notAllowed" });
  await expect(removeMember(owner.viewer, orgId, owner.userId)).rejects.toMatchObject({ code: "lastOwner" });
  await expect(inviteMember(owner.viewer, orgId, { email: people.ADMIN.email, role: "MEMBER" })).rejects.toMatchObject({
    code: "alreadyMember",
  });
  await removeMember(await as("MEMBER"), orgId, people.MEMBER.userId);
  await removeMember(await as("ADMIN"), orgId, people.FINANCE.userId);
  expect(await db.member.count({ where: { orgId } })).toBe(3);
});
