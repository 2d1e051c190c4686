import { lockMilestone } from "#app/contracts/lock.server.ts";
import { fittingReminders } from "#app/contracts/milestones/milestone.ts";
import { policy } from "#app/contracts/policy.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { type Tx, transact } from "#app/transact.server.ts";

const subjectOf = (m: { id: string; round: number }) => `milestone:${m.id}:${m.round}`;
const HOUR = 3_600_000;

/** How many reminders of this delivery reached the employer: one for each shown in the product, one more when its mail was accepted. */
export async function remindersDelivered(tx: Tx, milestone: { id: string; round: number }): Promise<number> {
  const [row] = await tx.$queryRaw<{ n: number }[]>`
    SELECT coalesce(sum(shown + mailed), 0)::int AS n FROM (
      SELECT 1 AS shown, (count("mailedAt") > 0)::int AS mailed FROM "Notice"
      WHERE subject = ${subjectOf(milestone)} GROUP BY "createdAt") reminders`;
  return row!.n;
}

/**
 * Reminds a silent employer at 72, 24 and 2 hours before the automatic acceptance, once each. When the end came and fewer than two
 * reminders were delivered (nothing ran, or the mail failed), the employer is reminded now and gets one more day.
 */
export async function remindAcceptance(milestoneId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, milestoneId);
    const { submittedAt } = milestone;
    let acceptBy = milestone.acceptBy;
    if (milestone.state !== "SUBMITTED" || !acceptBy || !submittedAt) return false;
    const [last] = await tx.notice.findMany({
      where: { subject: subjectOf(milestone) },
      orderBy: { createdAt: "desc" },
      take: 1,
      select: { createdAt: true },
    });
    if (acceptBy <= now) {
      if ((await remindersDelivered(tx, milestone)) >= policy.remindersNeeded) return false;
      acceptBy = new Date(now.getTime() + policy.reminderGraceMs);
      await tx.milestone.update({ where: { id: milestone.id }, data: { acceptBy } });
    } else {
      const end = acceptBy.getTime();
      const passed = fittingReminders(submittedAt, acceptBy).filter((h) => end - h * HOUR <= now.getTime());
      const latest = passed.length > 0 ? end - Math.min(...passed) * HOUR : null;
      if (latest === null || (last && last.createdAt.getTime() >= latest)) return false;
    }
    const params = { title: contract.title, stage: milestone.title, acceptByAt: acceptBy.toISOString() };
    const notice = {
      kind: "contracts.notice.acceptReminder",
      params,
      href: `/contracts/${contract.id}`,
      subject: subjectOf(milestone),
    } as const;
    await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
    return true;
  });
}
