import { runCheck } from "#app/ledger/audit.server.ts";
import type { CheckName } from "#app/ledger/checks.server.ts";
import { looks, noteLook } from "#app/people/desk/alarms/causes.server.ts";
import { raiseAlarms } from "#app/people/desk/alarms/raise-alarms.server.ts";
import { allChecks, type Turn, turns } from "#app/people/desk/alarms/turns.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { enqueue } from "#app/queue.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Sends for the checks whose time has come; the clock itself does not run them. */
export async function sweepChecks(now: Date): Promise<number> {
  return transact(async (tx) => {
    let sent = 0;
    for (const [turn, { everyMs }] of Object.entries(turns)) {
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

/** Runs some checks, each for itself: keeps what it found for the desk, and raises or ends its alarms. */
export async function checkBooks(names: readonly CheckName[]): Promise<void> {
  for (const name of names) {
    const { found, examples, ms, failed } = await runCheck(name);
    await transact(async (tx) => {
      const row = { found, examples, ms, failed, at: await appNow(tx) };
      await tx.checkRun.upsert({ where: { name }, create: { name, ...row }, update: row });
    });
    const [broken, notAsked] = [`check:${name}`, `check-failed:${name}`];
    const about = { params: { check: name, count: String(found), example: examples[0] ?? "" }, href: "/desk/books" };
    await raiseAlarms(
      ["check", "checkFailed"],
      found === 0 ? [] : [failed ? { key: notAsked, kind: "checkFailed", ...about } : { key: broken, kind: "check", ...about }],
      // Only what was asked now can be over now: a check that could not be asked ends nothing.
      (key) => key === notAsked || (key === broken && !failed),
    );
  }
}

/** Everything else that alarms. A look that fails takes no other with it; the first failure is told when all have been tried. */
async function lookAround(): Promise<void> {
  const now = await appNow();
  const failures: unknown[] = [];
  for (const { kinds, find } of looks) {
    await find(now)
      .then((causes) => raiseAlarms(kinds, causes))
      .catch((error) => failures.push(error));
  }
  await noteLook(now);
  if (failures.length > 0) throw failures[0];
}

/** One turn of the clock: its checks; and, with the frequent ones, everything else that alarms, whatever became of the checks. */
export async function takeTurn(turn: string): Promise<void> {
  try {
    await checkBooks(turns[turn as Turn].names);
  } finally {
    if (turn === "often") await lookAround();
  }
}

/** An operator wants to know now. */
export async function checkNow(viewer: Viewer): Promise<void> {
  await transact(async (tx) => operatorAct(tx, viewer, { act: "checkBooks", subject: { type: "books", id: "checks" } }, await appNow(tx)));
  try {
    await checkBooks(allChecks);
  } finally {
    await lookAround();
  }
}
