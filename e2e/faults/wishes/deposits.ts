import { signedContract } from "#app/contracts/fixtures.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { db } from "#app/db.server.ts";
import { answerClaim } from "#app/deposits/claims/answer-claim.server.ts";
import { decideClaim } from "#app/deposits/claims/decide-claim.server.ts";
import { fileClaim } from "#app/deposits/claims/file-claim.server.ts";
import { promises } from "#app/deposits/deposit.ts";
import { askExit } from "#app/deposits/standing/ask-exit.server.ts";
import { payDeposit } from "#app/deposits/standing/pay-deposit.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { type Known, operator, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { askPage, payee, payOn } from "../people.ts";
import type { Place } from "../place.ts";
import { AT_ONCE, fundDeal, payAndReturn } from "./contracts.ts";
import type { Wish } from "./wish.ts";

const TIER = 3_000_00n;
const wanted = (who: Known) => ({ orgId: who.orgId, tierFen: TIER, promises: [...promises] });
const provider = () => person({ verified: true });

const askDeposit = (place: Place, who: Known) =>
  askPage(place, who, `/deposit?org=${who.orgId}`, { intent: "pay", orgId: who.orgId, tier: String(TIER), promise: "" });

/** A provider whose deposit is here. */
async function promising(place: Place): Promise<Known> {
  const who = await provider();
  const { intentId } = await payDeposit(who.viewer, wanted(who));
  const address = await checkoutUrl(intentId, { title: "诚信保证金", locale: "zh", returnPath: `/deposit/paid/${intentId}` });
  await payOn(address, { number: AT_ONCE });
  place.charges++;
  const state = await finalise(intentId, purposes);
  if (state !== "SUCCEEDED") throw new Error(`paying a deposit is ${state}`);
  return who;
}

const depositOf = (who: Known) => db.deposit.findFirstOrThrow({ where: { orgId: who.orgId }, include: { remittances: true } });

export const depositWishes: Wish[] = [
  {
    purpose: "pay-deposit",
    kind: "CHECKOUT",
    refType: "depositPayment",
    async ready(place) {
      const who = await provider();
      return {
        ask: () => askDeposit(place, who),
        pay: (address) => payAndReturn(place, who, address, { number: AT_ONCE }),
        async wrong() {
          const { state, paidFen } = await depositOf(who);
          return state === "HELD" && paidFen === TIER ? null : `the deposit is ${state} with ${paidFen} fen`;
        },
      };
    },
  },
  {
    purpose: "send-deposit",
    kind: "TRANSFER",
    refType: "depositRemittance",
    async ready(place) {
      const who = await promising(place);
      const employer = await payee(place, await person());
      const of = await signedContract({ provider: who, employer, amounts: [500_000n] });
      await fundDeal(place, of);
      await startWork(who.viewer, of.stages[0]!);
      const desk = await operator();
      const claim = { promise: "FINISH" as const, amount: 500_00n, reason: "约定的成果一项都没有交付，多次催促无回应", files: [] };
      const claimId = await fileClaim(employer.viewer, of.contractId, claim);
      await answerClaim(who.viewer, claimId, { answer: "我们已交付初稿，延期是因为需求多次变化", files: [] });
      return {
        ask: async () =>
          void (await decideClaim(desk.viewer, claimId, { amount: 500_00n, decision: "服务商未交付任何可用成果，支持雇主" })),
        async wrong() {
          const { forfeitedFen, remittances } = await depositOf(who);
          const done = remittances.filter(({ state }) => state === "DONE").length;
          return forfeitedFen === 500_00n && done === 1 ? null : `${forfeitedFen} fen left the deposit, ${done} sums arrived`;
        },
      };
    },
  },
  {
    purpose: "refund-deposit",
    kind: "REFUND",
    refType: "depositRemittance",
    async ready(place) {
      const who = await promising(place);
      return {
        // Nothing holds it: the clock's next tick gives it back.
        ask: async () => void (await askExit(who.viewer, who.orgId)),
        async wrong() {
          const { state, returnedFen, remittances } = await depositOf(who);
          const done = remittances.filter((row) => row.state === "DONE").length;
          return state === "CLOSED" && returnedFen === TIER && done === 1
            ? null
            : `the deposit is ${state}, ${returnedFen} fen returned, ${done} sums arrived`;
        },
      };
    },
  },
];
