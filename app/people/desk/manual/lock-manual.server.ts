import { type ManualVerb, manualFlow } from "#app/people/desk/manual/manual.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { type NoticeContent, notifyUsers } from "#app/people/notify.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx } from "#app/transact.server.ts";
import { byClock, recordTransition } from "#app/transition.server.ts";
import type { ManualAct } from "../../../../generated/prisma/client.ts";

/** Locks a proposal and reads it: of several who decide at once, one finds it open. */
export async function lockManual(tx: Tx, actId: string): Promise<{ act: ManualAct; now: Date }> {
  await tx.$queryRaw`SELECT id FROM "ManualAct" WHERE id = ${actId}::uuid FOR UPDATE`;
  const act = await tx.manualAct.findUnique({ where: { id: actId } });
  if (!act) throw new Refusal("notFound");
  return { act, now: await appNow(tx) };
}

/** Nobody decides about an account of their own organisation. */
export function guardOwn(viewer: Viewer, orgId: string | null) {
  if (orgId && belongs(viewer, orgId)) throw new Refusal("selfDealing");
}

/** Ends a proposal: the state, its history and the log. Only an open one, and the condition is the write's own. */
export async function endManual(
  tx: Tx,
  act: ManualAct,
  { verb, viewer, decision }: { verb: ManualVerb; viewer: Viewer | null; decision?: string },
  now: Date,
): Promise<void> {
  const { to } = manualFlow[verb];
  const { count } = await tx.manualAct.updateMany({
    where: { id: act.id, state: "PROPOSED" },
    data: { state: to, decidedById: viewer?.userId ?? null, decidedAt: now, decision: decision || null },
  });
  if (count === 0) throw new Refusal("wrongState");
  if (viewer)
    await operatorAct(
      tx,
      viewer,
      {
        act: `manual.${verb}`,
        subject: { type: "manualAct", id: act.id },
        reason: decision || null,
        details: { kind: act.kind, act: act.act, amountFen: String(act.amountFen) },
      },
      now,
    );
  const actor = viewer ? ({ userId: viewer.userId, role: "operator" } as const) : byClock;
  await recordTransition(tx, { entity: "manualAct", entityId: act.id, from: "PROPOSED", to, verb, actor, reason: decision || null }, now);
}

/** Who proposed it hears what became of it. */
export async function tellProposer(tx: Tx, act: ManualAct, kind: NoticeContent["kind"], now: Date) {
  const params = { amountFen: String(act.amountFen < 0n ? -act.amountFen : act.amountFen) };
  await notifyUsers(tx, [act.proposedById], { kind, params, href: `/desk/books/manual/${act.id}` }, now);
}
