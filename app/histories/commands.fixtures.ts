import { payingOutDue } from "#app/campaigns/paying-out/due.server.ts";
import { settlingDue } from "#app/campaigns/settling/due.server.ts";
import { cardDisputes } from "#app/card-disputes.server.ts";
import { contractsDue } from "#app/contracts/due.server.ts";
import { db } from "#app/db.server.ts";
import { debtsDue } from "#app/debts/due.server.ts";
import { campaignActs, closes } from "#app/histories/campaign-commands.fixtures.ts";
import { debtActs, lookAtDebts } from "#app/histories/debt-commands.fixtures.ts";
import { stageActs } from "#app/histories/stage-commands.fixtures.ts";
import { intentsOf, isPage, nth, type Run, tick, type World } from "#app/histories/world.fixtures.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { processEvent } from "#app/payments/process-event.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";

export type Command = { act: Act; n: number; share: number };
/** What the product learned of payments becomes the model's states. */
async function look(world: World) {
  for (const intent of await intentsOf(world)) {
    if (intent.state !== "SUCCEEDED") continue;
    if (!world.model.done.get(intent.id)) throw new Error(`${intent.purpose} ${intent.id} succeeded here and never at the channel`);
    const stage = world.model.stages[world.deal.stages.indexOf(intent.refId)];
    if (stage?.state === "AWAITING") stage.state = "FUNDED";
    if (stage?.state === "CANCELLED") Object.assign(stage, { state: "OVER", refunded: stage.fen });
  }
  const pledges = await db.pledge.findMany({ where: { id: { in: world.pledgeIds } }, select: { id: true, counted: true, state: true } });
  for (const { id, counted, state } of pledges) {
    const pledge = world.model.pledges[world.pledgeIds.indexOf(id)]!;
    if (pledge.state !== "CLAIMED" || !counted || state === "RESERVED") continue;
    if (!pledge.paid) throw new Error(`the pledge ${id} counts and was never paid`);
    pledge.state = "PLEDGED";
  }
  await lookAtDebts(world);
}

const ENDPOINT: Record<string, string> = { TRANSFER: "POST /v1/transfers", REFUND: "POST /v1/refunds", CHARGE: "POST /v1/payment_intents" };
const waits = (state: string) => state === "CREATED" || state === "UNKNOWN" || state === "SENDING";

/** One wish is sent. Its worker may die before the call takes effect, or after it and before anything is written down. */
async function send(world: World, n: number, share: number) {
  const intent = nth(
    (await intentsOf(world)).filter((one) => !isPage(one.kind) && waits(one.state) && !one.pspId),
    n,
  );
  if (!intent) return;
  await db.pspIntent.update({ where: { id: intent.id }, data: { leaseUntil: null } });
  const fate = share < 50 ? "none" : share < 75 ? "commit_then_500" : "fail_before";
  // The channel's own package asks twice.
  if (fate !== "none") await world.fault(ENDPOINT[intent.kind]!, fate, 2);
  const state = await sendIntent(intent.id, purposes);
  await world.noFaults();
  const before = world.model.done.get(intent.id) === true;
  if (fate !== "fail_before") world.model.done.set(intent.id, true);
  const found = before || fate === "none";
  const wanted = found ? ["SUCCEEDED", "OPEN"] : ["UNKNOWN"];
  if (!wanted.includes(String(state))) throw new Error(`${intent.purpose} sent with ${fate} is ${state}, not ${wanted.join(" or ")}`);
}

/** Events of the channel arrive: some of them, in any order, each three times; the others never. */
async function events(world: World, n: number, share: number) {
  const known = new Set((await intentsOf(world)).map(({ id }) => id));
  const { data } = await stripe.events.list({ limit: 100 });
  const ours = data.filter((event) => known.has(String((event.data.object as { metadata?: { intent_id?: string } }).metadata?.intent_id)));
  const some = ours.filter((_, i) => (i * 7 + n) % 100 < share);
  if (n % 2) some.reverse();
  for (const event of [...some, ...some, ...some]) {
    await db.pspInbox.createMany({
      data: [
        {
          eventId: event.id,
          type: event.type,
          apiVersion: event.api_version,
          livemode: event.livemode,
          payload: JSON.parse(JSON.stringify(event)),
          receivedAt: await appNow(),
        },
      ],
      skipDuplicates: true,
    });
    await processEvent(event.id, purposes, cardDisputes);
  }
}

export const acts = {
  ...stageActs,
  ...campaignActs,
  ...debtActs,
  send,
  events,
  /** The payer of some page comes back from it. */
  async comeBack(world: World, n: number) {
    const page = nth(
      (await intentsOf(world)).filter((one) => isPage(one.kind)),
      n,
    );
    if (page) await finalise(page.id, purposes);
  },
  async clock(world: World) {
    const { deal, returned, model, pledgeIds, campaignId } = world;
    // What was pulled back or came back has waited for its next try, and the creator has had the time to spend on tasks.
    const now = { retryAt: null };
    await db.remittance.updateMany({ where: { milestoneId: { in: deal.stages }, state: "READY" }, data: now });
    await db.returnedPay.updateMany({ where: { id: { in: returned }, state: "READY" }, data: now });
    await db.debtPayment.updateMany({ where: { debtId: { in: model.debts.map(({ id }) => id) }, backState: "READY" }, data: now });
    const stages = { campaignId: { in: campaignId ? [campaignId] : [] } };
    const due = await appNow();
    await db.payout.updateMany({ where: { ...stages, state: "FAILED" }, data: { retryAt: due } });
    await db.payout.updateMany({ where: { ...stages, state: "RELEASABLE" }, data: { transferAt: due } });
    await db.pledgeRefund.updateMany({ where: { pledgeId: { in: pledgeIds }, state: "READY" }, data: now });
    await tick(contractsDue, "sendRemittance");
    await tick(debtsDue, "sendReturned", "sendDebtBack");
    await tick(settlingDue, "chargePledges", "refundOwed", "resendRefund", "closeCollection");
    await tick(payingOutDue, "transferStage");
    await closes(world);
  },
} satisfies Record<string, Run>;
export type Act = keyof typeof acts;

export async function run(world: World, { act, n, share }: Command) {
  await (acts[act] as Run)(world, n, share);
  await look(world);
}

/** Until nothing is on its way any more: everything is sent and read again, without a fault. A wallet's refund takes its time, and no time passes here. */
export async function drain(world: World) {
  for (const id of [...world.model.pulled.keys(), ...world.model.bounced.keys()]) await finalise(id, purposes);
  await look(world);
  for (let round = 0; round < 6; round++) {
    await acts.clock(world);
    const open = (await intentsOf(world)).filter(
      (one) =>
        one.state !== "SUCCEEDED" &&
        one.state !== "FAILED" &&
        !(isPage(one.kind) && !world.model.done.get(one.id)) &&
        !(one.kind === "REFUND" && one.state === "OPEN"),
    );
    if (open.length === 0) return look(world);
    for (const one of open) {
      await db.pspIntent.update({ where: { id: one.id }, data: { leaseUntil: null } });
      if (isPage(one.kind) || one.pspId) await finalise(one.id, purposes);
      else await sendIntent(one.id, purposes).then(() => world.model.done.set(one.id, true));
    }
    await look(world);
  }
  throw new Error("something never arrives");
}
