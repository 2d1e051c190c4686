import { createHmac, randomUUID } from "node:crypto";
import { createEmailVerificationToken } from "better-auth/api";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { confirmEmail } from "#app/people/account/confirm-email.server.ts";
import { signUp } from "#app/people/account/sign-up.server.ts";
import { auth, sessionCookieName, viewerById } from "#app/people/auth.server.ts";
import { makeOperator } from "#app/people/desk/make-operator.server.ts";
import { acceptInvitation } from "#app/people/organisation/accept-invitation.server.ts";
import { createOrganisation } from "#app/people/organisation/create-organisation.server.ts";
import { invitationToken } from "#app/people/organisation/invitation-token.server.ts";
import { inviteMember } from "#app/people/organisation/invite-member.server.ts";
import { decideRealName } from "#app/people/verification/decide-real-name.server.ts";
import { requestRealName } from "#app/people/verification/request-real-name.server.ts";
import type { Role, Viewer } from "#app/people/viewer.ts";

/** People and organisations for tests, the seed and the browser's journeys: made through the same verbs as everybody. */
export type Known = { viewer: Viewer; userId: string; orgId: string; email: string };
export const PASSWORD = "correct-horse-7-river";

let made = 0;
const unique = () => `${(made++).toString(36)}${randomUUID().slice(0, 8)}`;

type Wanted = { name?: string; email?: string; password?: string; locale?: "zh" | "en"; verified?: boolean };

/** A confirmed person, acting for themselves. */
export async function person({ name, email, password = PASSWORD, locale = "zh", verified = false }: Wanted = {}): Promise<Known> {
  const mark = unique();
  const address = (email ?? `p-${mark}@example.test`).toLowerCase();
  await signUp({ name: name ?? `测试 ${mark}`, email: address, password, locale });
  const user = await db.user.findUniqueOrThrow({ where: { email: address }, select: { id: true } });
  await confirmEmail(await createEmailVerificationToken(env.SESSION_SECRET, address, undefined, 3600, { userId: user.id }), new Headers());
  const viewer = await viewerAgain(user.id);
  if (verified) await verify(viewer, viewer.orgId, name ?? "测试人", "PERSON");
  return { viewer: verified ? await viewerAgain(user.id) : viewer, userId: user.id, orgId: viewer.orgId, email: address };
}

/** A company acted for by its owner; more members join by invitation. */
export async function company({
  name,
  city = "兰州",
  owner,
  verified = false,
  members = [],
}: {
  name?: string;
  city?: string;
  owner?: Known;
  verified?: boolean;
  members?: { who: Known; role: Role }[];
} = {}): Promise<Known> {
  const by = owner ?? (await person());
  const title = name ?? `测试公司 ${unique()}`;
  const orgId = await createOrganisation(by.viewer, { name: title, city });
  const viewer = await viewerAgain(by.userId, orgId);
  for (const { who, role } of members)
    await acceptInvitation(who.viewer, invitationToken(await inviteMember(viewer, orgId, { email: who.email, role })));
  if (verified) await verify(viewer, orgId, title, "COMPANY");
  return { viewer: await viewerAgain(by.userId, orgId), userId: by.userId, orgId, email: by.email };
}

/** A person who is an operator. */
export async function operator(wanted: Wanted = {}): Promise<Known> {
  const known = await person(wanted);
  await makeOperator(known.email);
  return { ...known, viewer: await viewerAgain(known.userId) };
}

/** The same person as now known, for instance after joining an organisation. */
export async function viewerAgain(userId: string, orgId?: string): Promise<Viewer> {
  const viewer = await viewerById(userId, orgId);
  if (!viewer) throw new Error(`no such person: ${userId}`);
  return viewer;
}

let clerk: Promise<Known> | undefined;
/** Names the operator who approves; otherwise one is made when first needed. */
export const setClerk = (known: Known) => {
  clerk = Promise.resolve(known);
};
async function verify(viewer: Viewer, orgId: string, legalName: string, kind: "PERSON" | "COMPANY") {
  clerk ??= operator({ name: "审核员" });
  const idNumber = kind === "PERSON" ? someIdNumber() : someUscc();
  const requestId = await requestRealName(viewer, orgId, { legalName, idNumber, files: [] });
  await decideRealName((await clerk).viewer, requestId, { decision: "approve", reason: "" });
}

const below = (n: number) => Math.floor(Math.random() * n);
const padded = (number: number, length: number) => String(number).padStart(length, "0");
let numbers = below(1000);
/** A made-up resident identity number that passes its check; no two of a thousand are alike, since equal ones are one person. */
export function someIdNumber(): string {
  numbers = (numbers + 1) % 1000;
  const body = `620102${1960 + below(40)}${padded(1 + below(12), 2)}${padded(1 + below(28), 2)}${padded(numbers, 3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return body + "10X98765432"[weights.reduce((sum, w, i) => sum + w * Number(body[i]), 0) % 11];
}
/** A made-up unified social credit code that passes its check. */
export function someUscc(): string {
  const signs = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const body = `91620100${padded(below(1e9), 9)}`;
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const sum = weights.reduce((total, w, i) => total + w * signs.indexOf(body[i]!), 0);
  return body + signs[(31 - (sum % 31)) % 31];
}

/** A session of this person, as a Cookie header: for requests and sockets of tests. */
export async function sessionCookie(who: Viewer | Known): Promise<string> {
  const { userId, orgId } = "viewer" in who ? who.viewer : who;
  const context = await auth.$context;
  const session = await context.internalAdapter.createSession(userId);
  await db.session.update({ where: { id: session.id }, data: { activeOrgId: orgId } });
  const signature = createHmac("sha256", env.SESSION_SECRET).update(session.token).digest("base64");
  return `${sessionCookieName}=${encodeURIComponent(`${session.token}.${signature}`)}`;
}
