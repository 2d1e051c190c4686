import { campaignsDue } from "#app/campaigns/due.server.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { db } from "#app/db.server.ts";
import { debtsDue } from "#app/debts/due.server.ts";
import { depositsDue } from "#app/deposits/due.server.ts";
import { sweepFiles } from "#app/files/sweep-files.server.ts";
import { sealBlock } from "#app/ledger/seal-block.server.ts";
import { sweepDays } from "#app/payments/day-statement/due-day.server.ts";
import { sweepTill } from "#app/payments/sweep-till.server.ts";
import { forgetDevices } from "#app/people/account/note-device.server.ts";
import { sweepSessions } from "#app/people/account/sweep-sessions.server.ts";
import { sweepChecks } from "#app/people/desk/alarms/run-checks.server.ts";
import { expireManuals } from "#app/people/desk/manual/expire-manual.server.ts";
import { sealActs } from "#app/people/desk/seal-acts.server.ts";
import { keyIdentities } from "#app/people/verification/key-identities.server.ts";
import { endSelection } from "#app/tasks/award/end-selection.server.ts";
import { endStandby } from "#app/tasks/award/end-standby.server.ts";
import { lapseAward } from "#app/tasks/award/lapse-award.server.ts";
import { lapseContracting } from "#app/tasks/award/lapse-contracting.server.ts";
import { closeBidding } from "#app/tasks/bidding/close-bidding.server.ts";
import { pauseAfterOutage, resumeAuctions } from "#app/tasks/live/auction-outage.server.ts";
import { closeAuctions, openLobbies, startAuctions } from "#app/tasks/live/run-auction.server.ts";
import { escalateReview } from "#app/tasks/posting/escalate-review.server.ts";
import { lapseQualifying } from "#app/tasks/qualifying/end-qualifying.server.ts";
import { lapseFix } from "#app/tasks/qualifying/lapse-fix.server.ts";
import { remind as remindOfTasks } from "#app/tasks/remind.server.ts";
import { appNow } from "#app/transact.server.ts";

/** One kind of thing that time does: takes a bounded batch of what is due, each in its own transaction; returns how many it did. */
export type Due = (now: Date) => Promise<number>;

/** What time asks for. Order matters only where one row lists before another that reads its result. */
const due: Record<string, Due> = {
  // An outage is seen before anything is closed by a clock that stood still.
  pauseAfterOutage,
  resumeAuctions,
  closeAuctions,
  openLobbies,
  startAuctions,
  ...contractsDue,
  ...campaignsDue,
  ...depositsDue,
  ...debtsDue,
  sweepTill,
  sweepDays,
  sealBlock,
  sealActs,
  expireManuals,
  sweepChecks,
  sweepFiles,
  sweepSessions,
  forgetDevices: (now) => forgetDevices(db, now),
  keyIdentities,
  closeBidding,
  lapseFix,
  lapseQualifying,
  endSelection,
  lapseAward,
  lapseContracting,
  endStandby,
  escalateReview,
  remindOfTasks,
};

/**
 * Does everything that is due by app_now() and returns how many things it did. A late or second run does no harm: each verb's guard
 * decides. One failing row is reported and the others go on. The moment of the run is kept, with the offset that it saw: the gap to
 * the next run tells of an outage.
 */
export async function tick(): Promise<number> {
  const now = await appNow();
  let done = 0;
  for (const [name, run] of Object.entries(due)) {
    try {
      done += await run(now);
    } catch (e) {
      console.error(`clock: ${name}`, e);
    }
  }
  await db.$executeRaw`UPDATE "AppClock" SET "tickAt" = app_now(), "tickOffsetMs" = "offsetMs" WHERE id = 1`;
  return done;
}
