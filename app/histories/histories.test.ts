import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { COLLECTED, COMMANDS, histories, retell } from "#app/histories/run.fixtures.ts";
import { failRefund, fault, noFaults, onboard } from "#app/payments/world.fixtures.ts";

const RUNS = Number(process.env.HISTORIES ?? 100);
/** npm test tells the same histories each time; npm run faults draws new ones. */
const seed = Number(process.env.HISTORY_SEED ?? 1219571646);
const channel = {
  fault: async (endpoint: string, kind: string, times: number) => void (await fault(endpoint, kind, { times })),
  failRefund: async (refund: string) => void (await failRefund(refund)),
  noFaults: async () => void (await noFaults()),
  onboard,
};

const released = "payStage 0 1, comeBack 0 1, start 0 1, deliver 0 1, accept 0 1, release 0 1, send 0 1";
const stage2 = "payStage 1 1, comeBack 2 1, start 1 1, deliver 1 1, accept 1 1, release 1 1, send 0 1";
/** Histories that are told in every run: what once broke a promise, in its shortest form, and what chance seldom comes to. */
const kept = {
  "what was delivered is the provider's to give back until it is accepted":
    "payStage 0 1, comeBack 0 1, start 0 1, deliver 0 1, giveBack 0 1, payStage 0 1, accept 0 1, release 0 1",
  "changes are asked for twice, and the provider may leave meanwhile":
    "payStage 0 1, comeBack 0 1, start 0 1, deliver 0 1, changes 0 1, changes 0 1, deliver 0 1, changes 0 1, deliver 0 1, changes 0 1, accept 0 1, payStage 1 1, comeBack 1 1, start 1 1, deliver 1 1, changes 1 1, agree 1 30, giveBack 1 1",
  "an employer who says nothing to a dispute pays what was claimed, delivered or not":
    "payStage 0 1, comeBack 0 1, start 0 1, dispute 0 40, silent 0 1, deliver 0 1, dispute 0 100, silent 0 1, payStage 1 1, comeBack 1 1, send 0 1, send 0 1",
  "a debt is paid once at the till; a page from before goes back as far as pay repaid it meanwhile": `${released}, bankKeeps 0 1, payDebt 0 90, ${stage2}, payDebt 0 20, events 0 100, payOldPage 0 1, events 0 100, payDebt 0 1, send 0 1, send 0 1`,
  "pay is pulled back in parts and whole, and sent again as far as nothing is owed": `${released}, pullBack 0 30, clock 0 1, pullBack 0 50, events 0 100, clock 0 1, send 0 1, pullBack 1 100, bankKeeps 0 1, pullBack 1 100, clock 0 1, send 0 1`,
  "the bank takes what is in escrow, and a payment of the stage after it goes straight back":
    "payStage 0 1, comeBack 0 1, start 0 1, deliver 0 1, accept 0 1, payStage 1 1, bankKeeps 0 1, comeBack 1 1, release 0 1, send 0 1",
  "so much is taken back before the last card is charged that the creator is asked, and nobody takes back meanwhile":
    "pledge 0 2, payPledge 0 1, comeBack 0 1, pledge 1 1, payPledge 1 1, comeBack 1 1, settle 0 1, takeBack 0 1, clock 0 1, send 0 1, clock 0 1, takeBack 1 1",
  "refunds of a stage and of a pledge come back, known at once or by an event, and are made again":
    "payStage 0 1, comeBack 0 1, giveBack 0 1, send 0 1, bounce 1 1, clock 0 1, send 0 1, pledge 0 3, payPledge 0 1, comeBack 1 1, settle 0 1, send 0 1, takeBack 0 1, send 0 1, bounce 2 1, events 0 100, clock 0 1, send 0 1",
  "a campaign's stages become the creator's; who takes back takes what is not released, then what the creator has, then makes a debt": `${COLLECTED}, payOut 0 1, payOut 1 1, sendStage 0 1, send 0 1, takeBack 0 1, payOut 2 1, events 0 100, takeBack 1 1, pullBack 0 40, send 0 1, clock 0 1, send 0 1`,
  "a stage that was pulled back whole and then taken back by its backers has nothing left to be sent": `${COLLECTED}, payOut 0 1, sendStage 0 1, send 0 1, pullBack 1 100, takeBack 0 1, takeBack 1 1, clock 0 1`,
};
test.each(Object.entries(kept))("%s", { timeout: 600_000 }, async (_, told) => {
  await retell(told, channel);
});

test(`${RUNS} histories of ${COMMANDS} commands, seed ${seed}: the books are the model's after every one`, {
  timeout: 3_000_000,
}, async () => {
  await histories({ runs: RUNS, seed, channel });
  expect(seed).toBeGreaterThanOrEqual(0);
});
