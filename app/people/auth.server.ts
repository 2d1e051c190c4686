import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { redirect } from "@remix-run/node";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError } from "better-auth/api";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { refuse } from "#app/http.server.ts";
import { documents } from "#app/people/account/documents.ts";
import { noteDevice } from "#app/people/account/note-device.server.ts";
import { hashSessionTokens } from "#app/people/session-tokens.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { currentRequest } from "#app/request.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { appNow } from "#app/transact.server.ts";

const https = env.APP_URL.startsWith("https://");
/** __Host- binds the cookie to this host, https and the whole path; browsers refuse the prefix without https. */
export const sessionCookieName = https ? "__Host-jincheng" : "jincheng";

const DAY = 86_400;
/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane: about 25 ms. */
const argon = { algorithm: 2 as Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const hashPassword = (password: string) => hash(password.normalize("NFKC"), argon);
export const passwordMatches = (stored: string, password: string) => verify(stored, password.normalize("NFKC"));

/** Why a right password still opens nothing; the sign-in page has a sentence for each. */
export const CLOSED_DOOR = { suspended: "ACCOUNT_SUSPENDED", closed: "ACCOUNT_CLOSED" } as const;

async function refuseClosedDoor(userId: string) {
  const user = await db.user.findUnique({ where: { id: userId }, select: { suspendedAt: true, closedAt: true } });
  if (user?.closedAt) throw new APIError("FORBIDDEN", { code: CLOSED_DOOR.closed });
  if (user?.suspendedAt) throw new APIError("FORBIDDEN", { code: CLOSED_DOOR.suspended });
}

const make = () =>
  betterAuth({
    appName: "Jincheng",
    baseURL: env.APP_URL,
    secret: env.SESSION_SECRET,
    database: (options: BetterAuthOptions) => hashSessionTokens(prismaAdapter(db, { provider: "postgresql", transaction: true })(options)),
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
      password: { hash: hashPassword, verify: ({ hash: stored, password }) => passwordMatches(stored, password) },
    },
    emailVerification: { autoSignInAfterVerification: true, expiresIn: DAY },
    verification: { storeIdentifier: "hashed" },
    user: {
      additionalFields: {
        locale: { type: "string", input: false },
        operator: { type: "boolean", input: false },
        suspendedAt: { type: "date", required: false, input: false },
        closedAt: { type: "date", required: false, input: false },
      },
    },
    // A session lasts 30 days from signing in, used or not.
    session: {
      expiresIn: 30 * DAY,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: { activeOrgId: { type: "string", required: false, input: false } },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            await refuseClosedDoor(session.userId);
            return { data: { ...session, ipAddress: currentRequest()?.address ?? "", userAgent: (session.userAgent ?? "").slice(0, 300) } };
          },
          after: async ({ userId }) => noteDevice(db, userId, await appNow()),
        },
      },
    },
    advanced: {
      database: { generateId: false },
      // The address comes from the server's own request context: a header can say anything.
      ipAddress: { disableIpTracking: true },
      useSecureCookies: false,
      cookies: { session_token: { name: sessionCookieName, attributes: { secure: https, httpOnly: true, sameSite: "lax", path: "/" } } },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: "error" },
  });
export const auth: ReturnType<typeof make> = singleton("auth", make);

/** Of the library's answer only the cookies go on to the browser. */
export function cookiesOf(answer: Headers): Headers {
  const headers = new Headers();
  for (const cookie of answer.getSetCookie()) headers.append("Set-Cookie", cookie);
  return headers;
}

type SignedIn = { sessionId: string; viewer: Viewer; agreed: boolean };
/** One reading a request, however many loaders ask. */
const readings = new WeakMap<object, Map<string, Promise<SignedIn | null>>>();

/** The session of these headers and the person behind it; null for visitors, and for people who are suspended or have closed their account. */
export function signedIn(headers: Headers): Promise<SignedIn | null> {
  const cookie = headers.get("cookie") ?? "";
  if (!cookie.includes(sessionCookieName)) return Promise.resolve(null);
  const context = currentRequest();
  if (!context) return read(headers);
  const known = readings.get(context) ?? new Map<string, Promise<SignedIn | null>>();
  readings.set(context, known);
  const reading = known.get(cookie) ?? read(headers);
  known.set(cookie, reading);
  return reading;
}

async function read(headers: Headers): Promise<SignedIn | null> {
  const found = await auth.api.getSession({ headers });
  if (!found || found.user.suspendedAt || found.user.closedAt) return null;
  const person = await personById(found.user.id, found.session.activeOrgId);
  return person && { sessionId: found.session.id, ...person };
}

type Person = { name: string; email: string; locale: string; operator: boolean; orgs: Viewer["orgs"]; consents: number };

/** Every page of a signed-in person begins with this: one statement. */
async function personById(userId: string, activeOrgId?: string | null): Promise<Omit<SignedIn, "sessionId"> | null> {
  const [user] = await db.$queryRaw<Person[]>`
    SELECT u.name, u.email, u.locale, u.operator,
      (SELECT coalesce(json_agg(json_build_object(
          'id', o.id, 'name', o.name, 'kind', o.kind, 'role', m.role,
          'verified', o."verifiedAt" IS NOT NULL, 'suspended', o."suspendedAt" IS NOT NULL) ORDER BY m."createdAt", o.id), '[]')
        FROM "Member" m JOIN "Organisation" o ON o.id = m."orgId" WHERE m."userId" = u.id AND o."closedAt" IS NULL) AS orgs,
      (SELECT count(*)::int FROM "Consent" c
        JOIN unnest(${Object.keys(documents)}::text[], ${Object.values(documents)}::text[]) AS now(document, version) USING (document, version)
        WHERE c."userId" = u.id) AS consents
    FROM "User" u WHERE u.id = ${userId}::uuid`;
  if (!user) return null;
  const { orgs, consents, ...known } = user;
  const acting = orgs.find((org) => org.id === activeOrgId) ?? orgs.find((org) => org.kind === "COMPANY") ?? orgs[0];
  if (!acting) return null;
  const viewer: Viewer = { userId, ...known, locale: known.locale === "en" ? "en" : "zh", orgId: acting.id, orgs };
  return { viewer, agreed: consents === Object.keys(documents).length };
}

/** A person as everything else knows them. Without a valid choice they act for the company they joined first, or for themselves. */
export async function viewerById(userId: string, activeOrgId?: string | null): Promise<Viewer | null> {
  return (await personById(userId, activeOrgId))?.viewer ?? null;
}

/** Who is asking, or null. The same reading for pages, posts and sockets. */
export async function viewerOf(headers: Headers): Promise<Viewer | null> {
  return (await signedIn(headers))?.viewer ?? null;
}

/**
 * For pages and posts of signed-in people; a visitor is sent to sign in and comes back to where they were. Whoever has not agreed to the
 * present terms is asked to first.
 */
export async function requireViewer(request: Request): Promise<Viewer> {
  const here = await signedIn(request.headers);
  if (here?.agreed) return here.viewer;
  const { pathname, search } = new URL(request.url);
  throw redirect(`/${here ? "agree" : "sign-in"}?to=${encodeURIComponent(pathname + search)}`);
}

/** The desk does not exist for anybody else. */
export async function requireOperator(request: Request): Promise<Viewer> {
  const viewer = await viewerOf(request.headers);
  if (!viewer?.operator) throw refuse("notFound");
  return viewer;
}
