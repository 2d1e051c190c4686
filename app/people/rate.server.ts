import { Redis } from "ioredis";
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { env } from "#app/env.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { currentRequest } from "#app/request.server.ts";
import { singleton } from "#app/singleton.server.ts";

type Allowance = readonly [times: number, seconds: number];
type Rule = { person?: Allowance; address?: Allowance; pair?: Allowance };
const MINUTE = 60;
const HOUR = 3600;

/**
 * How often each act may be done: by one person (or, before signing in, for one e-mail address) and from one network address. An
 * office shares an address, so its allowance is wide; a person's is what a busy human needs and a program notices. A pair is one person from one address: guessing a password from elsewhere
 * must not lock its owner out.
 */
const rules = {
  // people
  signIn: { pair: [10, 15 * MINUTE], person: [60, 15 * MINUTE], address: [200, 10 * MINUTE] },
  signUp: { person: [3, HOUR], address: [40, HOUR] },
  mailLink: { person: [4, HOUR], address: [60, HOUR] },
  mailCode: { person: [10, HOUR], address: [60, HOUR] },
  useLink: { address: [60, 10 * MINUTE] },
  changePassword: { person: [8, HOUR] },
  editProfile: { person: [60, 10 * MINUTE] },
  makeOrganisation: { person: [5, 24 * HOUR] },
  invite: { person: [30, HOUR] },
  report: { person: [10, HOUR] },
  askVerification: { person: [6, 24 * HOUR] },
  readNotices: { person: [240, 10 * MINUTE] },
  exportAccount: { person: [6, HOUR] },
  operate: { person: [600, 10 * MINUTE] },
  // contracts
  exportCase: { person: [30, HOUR] },
  // campaigns
  comment: { person: [20, 10 * MINUTE] },
  postUpdate: { person: [10, HOUR] },
  seen: { address: [600, 10 * MINUTE] },
  // campaigns
  pledge: { person: [20, HOUR], address: [60, HOUR] },
  // every other unsafe act
  act: { person: [120, MINUTE], address: [1200, MINUTE] },
} as const satisfies Record<string, Rule>;
export type Act = keyof typeof rules;

/** A Redis that is away is no reason to refuse people: each process then counts for itself. */
const redis = () =>
  singleton("rate-redis", () => {
    if (!env.REDIS_URL) return null;
    return new Redis(env.REDIS_URL, { enableOfflineQueue: false, maxRetriesPerRequest: 1 }).on("error", () => undefined);
  });
const limiters = singleton("rate-limiters", () => new Map<string, RateLimiterAbstract>());

function limiter(name: string, [points, duration]: Allowance): RateLimiterAbstract {
  let found = limiters.get(name);
  if (!found) {
    const memory = new RateLimiterMemory({ keyPrefix: name, points, duration });
    const storeClient = redis();
    // Without Redis each process counts for itself, which still bounds what one address can do.
    found = storeClient
      ? new RateLimiterRedis({ storeClient, keyPrefix: `rate:${name}`, points, duration, insuranceLimiter: memory })
      : memory;
    limiters.set(name, found);
  }
  return found;
}

/** Counts one act of this person and this address; too many are refused with the seconds to wait. */
export async function limit(act: Act, who: Viewer | string | null): Promise<void> {
  const rule: Rule = rules[act];
  const person = typeof who === "string" ? who.toLowerCase() : who?.userId;
  const address = currentRequest()?.address;
  try {
    if (rule.pair && person) await limiter(`${act}:pair`, rule.pair).consume(`${person} ${address ?? ""}`);
    if (rule.person && person) await limiter(`${act}:person`, rule.person).consume(person);
    if (rule.address && address) await limiter(`${act}:address`, rule.address).consume(address);
  } catch (e) {
    if (e instanceof RateLimiterRes) throw new Refusal("tooMany", { seconds: Math.max(1, Math.ceil(e.msBeforeNext / 1000)) });
    throw e;
  }
}
