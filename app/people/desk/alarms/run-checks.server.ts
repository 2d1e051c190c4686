import { runChecks } from "#app/ledger/audit.server.ts";
import { type CheckName, checks } from "#app/ledger/checks.server.ts";
import { alarmKinds } from "#app/people/desk/alarms/alarm.ts";
import { causesNow } from "#app/people/desk/alarms/causes.server.ts";
import { raiseAlarms } from "#app/people/desk/alarms/raise-alarms.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { enqueue } from "#app/queue.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Checks that ask an index or a short table; the others read the books from their first line and are run by the hour. */
const OFTEN: readonly CheckName[] = ["suspense", "intentsClosed", "inbox", "lots", "refundsOwed", "withdrawing", "pledgesSettled"];
const HOURLY = (Object.keys(checks) as CheckName[]).filter((name) => !OFTEN.includes(name));
const MINUTE_MS = 60_000;
const SCHEDULE = { often: { names: OFTEN, everyMs: 10 * MINUTE_MS }, hourly: { names: HOURLY, everyMs: 60 * MINUTE_MS } } as const;
type Turn = keyof typeof SCHEDULE;
/** What alarms besides broken checks. */
const BESIDES = alarmKinds.filter((kind) => kind !== "check");

/** Sends for the checks whose time has come; the clock itself does not run them. */
export async function sweepChecks(now: Date): Promise<number> {
  return transact(async (tx) => {
    let sent = 0;
    for (const [turn, { everyMs }] of Object.entries(SCHEDULE)) {
      const name = `checks-${turn}`;
      const due = await tx.$executeRaw`
        INSERT INTO "PspCursor" (name, value, at) VALUES (${name}, '', ${now})
        ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE "PspCursor".at <= ${new Date(now.getTime() - everyMs)} OR "PspCursor".at > ${now}`;
      if (due === 0) continue;
      await enqueue(tx, "run-checks", { turn }, { singletonKey: name, singletonSeconds: 30 });
      sent++;
    }
    return sent;
  });
}

/** Runs some checks on one state of the database, keeps what they found for the desk, and raises or ends their alarms. */
export async function checkBooks(names: readonly CheckName[]): Promise<void> {
  const results = await runChecks(names);
  await transact(async (tx) => {
    const at = await appNow(tx);
    for (const { name, found, examples, ms } of results) {
      const row = { found, examples, ms, at };
      await tx.checkRun.upsert({ where: { name }, create: { name, ...row }, update: row });
    }
  });
  const broken = results.filter(({ found }) => found > 0);
  await raiseAlarms(
    ["check"],
    broken.map(({ name, found, examples }) => ({
      key: `check:${name}`,
      kind: "check",
      params: { check: name, count: String(found), example: examples[0] ?? "" },
      href: "/desk/books",
    })),
    // Only what was asked now can be over now.
    (key) => names.includes(key.slice("check:".length) as CheckName),
  );
}

/** One turn of the clock: its checks; and, with the frequent ones, everything else that alarms. */
export async function takeTurn(turn: string): Promise<void> {
  await checkBooks(SCHEDULE[turn as Turn].names);
  if (turn === "often") await raiseAlarms(BESIDES, await causesNow(await appNow()));
}

/** An operator wants to know now. */
export async function checkNow(viewer: Viewer): Promise<void> {
  await transact(async (tx) => operatorAct(tx, viewer, { act: "checkBooks", subject: { type: "books", id: "checks" } }, await appNow(tx)));
  await checkBooks(Object.keys(checks) as CheckName[]);
  await raiseAlarms(BESIDES, await causesNow(await appNow()));
}
