import { beforeEach, describe, expect, test } from "vitest";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { scheduleLate } from "#app/campaigns/fulfilling/late/schedule-late.server.ts";
import type { LockedPledge } from "#app/campaigns/lock.server.ts";
import { changePledge } from "#app/campaigns/pledging/change-pledge.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { backer, openPayPage, payNow, payOnPage, pledge, pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { tooOften } from "#app/campaigns/pledging/hands.ts";
import { forgetCards, noteCard } from "#app/campaigns/pledging/note-card.server.ts";
import { cardNumber, ownCard } from "#app/campaigns/pledging/own-card.fixtures.ts";
import { replaceCard } from "#app/campaigns/pledging/replace-card.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { settleDown } from "#app/campaigns/settling/fixtures.ts";
import { db } from "#app/db.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askStepUp } from "#app/people/account/ask-step-up.server.ts";
import { proveStepUp } from "#app/people/account/prove-step-up.server.ts";
import { stepUpPolicy } from "#app/people/account/step-up.ts";
import { codeOf } from "#app/people/account/step-up-code.server.ts";
import { AddressForm } from "#app/people/addresses/address.ts";
import { saveAddress } from "#app/people/addresses/save-address.server.ts";
import { mailCode } from "#app/people/mail-jobs.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { setOffset } from "#sandbox/clock.ts";

beforeEach(() => setOffset(0));

const start = async () => liveCampaign((await creator()).viewer);
const backers = async (n: number) => Promise.all(Array.from({ length: n }, async () => (await backer()).viewer));
const withCard = (viewer: Viewer, campaignId: string, number: string) => pledge(viewer, campaignId, { pay: { number } });
const stateOf = async (pledgeId: string) => (await pledgeOf(pledgeId)).state;
const noticed = (userId: string) => db.notice.count({ where: { userId, kind: "campaigns.notice.cardLimit" } });
const code = (p: Promise<unknown>) =>
  p.then(
    () => "done",
    (e) => e.code ?? String(e),
  );

test("a family shares a card, a crowd does not; many cards in one hand are no better", () => {
  const { people, pledges, cards } = policy.hands;
  expect(tooOften({ people: people - 1, pledges: pledges - 1, cards })).toBeNull();
  expect(tooOften({ people, pledges: 0, cards: 1 })).toBe("people");
  expect(tooOften({ people: 0, pledges, cards: 1 })).toBe("pledges");
  expect(tooOften({ people: 0, pledges: 0, cards: cards + 1 })).toBe("cards");
});

describe("one card", () => {
  test("serves three people of a campaign in a day: the fourth hears why, has nothing taken, and goes on with another card", async () => {
    const [campaignId, card, viewers] = [await start(), ownCard(), await backers(4)];
    for (const viewer of viewers.slice(0, 3)) expect(await stateOf(await withCard(viewer, campaignId, card))).toBe("PLEDGED");
    const fourth = viewers[3]!;
    const refused = await withCard(fourth, campaignId, card);
    expect(await pledgeOf(refused)).toMatchObject({ state: "EXPIRED", endReason: "CARD_LIMIT", counted: false, paymentMethodId: null });
    expect((await rewardsOf(campaignId))[0]!.claimed).toBe(3);
    expect(await noticed(fourth.userId)).toBe(1);
    const jobs = await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'forget-card'`;
    expect(jobs[0]!.n).toBeGreaterThan(0);
    expect(await stateOf(await withCard(fourth, campaignId, ownCard()))).toBe("PLEDGED");
    // Elsewhere the same card is nobody's crowd, and after a day it is not here either.
    const [other, fifth] = [await start(), (await backer()).viewer];
    expect(await stateOf(await withCard(fifth, other, card))).toBe("PLEDGED");
    const yesterday = new Date((await appNow()).getTime() - policy.hands.windowMs - 1000);
    await db.cardUse.updateMany({ where: { campaignId }, data: { at: yesterday } });
    expect(await stateOf(await withCard(fifth, campaignId, card))).toBe("PLEDGED");
  });

  test("eight people at once with it: three pledges count", async () => {
    const [campaignId, number, viewers] = [await start(), ownCard(), await backers(8)];
    const pages = await Promise.all(
      viewers.map(async (viewer) => {
        const { pledgeId } = await claimPledge(viewer, campaignId, await wishFor(campaignId));
        return { pledgeId, ...(await openPayPage(viewer, pledgeId)) };
      }),
    );
    for (const { url } of pages) await payOnPage(url, { number });
    await Promise.all(pages.map(({ intentId }) => finalise(intentId, purposes)));
    const states = await Promise.all(pages.map(({ pledgeId }) => stateOf(pledgeId)));
    expect(states.filter((state) => state === "PLEDGED")).toHaveLength(3);
    expect(states.filter((state) => state === "EXPIRED")).toHaveLength(5);
    expect(await db.campaign.findUniqueOrThrow({ where: { id: campaignId } })).toMatchObject({ backers: 3, pledgedFen: 3n * 20_700n });
  });

  test("its last pledge of the day goes to one of eight campaigns that it comes to at once", async () => {
    const [fingerprint, now] = [crypto.randomUUID(), await appNow()];
    const some = (n: number) =>
      Array.from({ length: n }, () => ({ id: crypto.randomUUID(), campaignId: crypto.randomUUID(), userId: crypto.randomUUID() }));
    const use = { fingerprint, refused: false, at: now };
    const before = some(policy.hands.pledges - 1).map(({ id, ...of }) => ({ ...of, ...use, pledgeId: id, versionId: id }));
    await db.cardUse.createMany({ data: before });
    const answers = await Promise.all(some(8).map((one) => transact((tx) => noteCard(tx, one as LockedPledge, one.id, fingerprint, now))));
    expect(answers.filter((refused) => !refused)).toHaveLength(1);
  });

  test("that takes another's place and comes too often leaves the pledge as it was, with its own card", async () => {
    const [campaignId, card, viewers] = [await start(), ownCard(), await backers(4)];
    for (const viewer of viewers.slice(0, 3)) await withCard(viewer, campaignId, card);
    const mine = await withCard(viewers[3]!, campaignId, ownCard());
    const before = await pledgeOf(mine);
    await replaceCard(viewers[3]!, mine);
    await payNow(viewers[3]!, mine, { number: card });
    const { fingerprint, paymentMethodId, version } = before;
    expect(await pledgeOf(mine)).toMatchObject({ state: "PLEDGED", counted: true, endReason: null, fingerprint, paymentMethodId, version });
    expect(await noticed(viewers[3]!.userId)).toBe(1);
    expect(await db.pledgeVersion.count({ where: { pledgeId: mine, state: "CLAIMED" } })).toBe(0);
  });

  test("that pays a late pledge and comes too often: the money is booked and goes back", async () => {
    const owner = await creator();
    const goal = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400" };
    const campaignId = await liveCampaign(owner.viewer, goal);
    await pledge((await backer()).viewer, campaignId, { lane: "WALLET", rewards: {}, bonusFen: 1000_00n });
    const second = (await rewardsOf(campaignId))[1]!;
    await scheduleLate(owner.viewer, campaignId, { prices: [{ rewardId: second.id, price: 300_00n }] });
    await setOffset(31 * 86_400_000);
    await settleDown();
    const { viewer } = await backer();
    const { pledgeId } = await claimPledge(viewer, campaignId, await wishFor(campaignId, { rewards: { [second.id]: 1 } }));
    await setOffset(0);
    const number = ownCard();
    const { fingerprint } = await pledgeOf(await withCard((await backer()).viewer, await start(), number));
    const at = await appNow();
    const others = await backers(policy.hands.people);
    const use = { fingerprint: fingerprint!, campaignId, refused: false, at };
    await db.cardUse.createMany({
      data: others.map(({ userId }) => ({ ...use, userId, pledgeId: crypto.randomUUID(), versionId: crypto.randomUUID() })),
    });
    await payNow(viewer, pledgeId, { number });
    expect(await pledgeOf(pledgeId)).toMatchObject({
      state: "REFUNDING",
      endReason: "CARD_LIMIT",
      collectedFen: 308_00n,
      refundedFen: 308_00n,
    });
    expect(await db.pledgeRefund.findMany({ where: { pledgeId } })).toMatchObject([{ reason: "CARD_LIMIT", amountFen: 308_00n }]);
    expect(await noticed(viewer.userId)).toBe(1);
  });

  test("after the fifth of one person's day the sixth is not taken; what is old is forgotten", async () => {
    const [campaignId, { viewer }] = [await start(), await backer()];
    const id = await withCard(viewer, campaignId, ownCard());
    for (let i = 1; i < policy.hands.cards; i++) {
      await replaceCard(viewer, id);
      await payNow(viewer, id, { number: ownCard() });
    }
    expect(await noticed(viewer.userId)).toBe(0);
    await replaceCard(viewer, id);
    await payNow(viewer, id, { number: cardNumber(7_777_777_777) });
    expect(await noticed(viewer.userId)).toBe(1);
    expect(await db.cardUse.count({ where: { userId: viewer.userId } })).toBe(policy.hands.cards + 1);
    await forgetCards(db, new Date((await appNow()).getTime() + policy.hands.keptMs + 1000));
    expect(await db.cardUse.count({ where: { userId: viewer.userId } })).toBe(0);
  });
});

describe("one phone", () => {
  let numbers = 0;
  const living = async (viewer: Viewer, phone: string) => {
    const place = { provinceCode: "620000", cityCode: "620100", districtCode: "620102", street: "雁滩路 88 号", label: "家" };
    return saveAddress(viewer, AddressForm.parse({ ...place, name: "李看", phone }));
  };
  const newPhone = () => `139${String(process.pid % 10_000).padStart(4, "0")}${String(numbers++).padStart(4, "0")}`;

  test("is reserved to by three people of a campaign in a day, also when eight come at once", async () => {
    const [campaignId, phone, viewers] = [await start(), newPhone(), await backers(8)];
    const wishes = await Promise.all(
      viewers.map(async (viewer) => wishFor(campaignId, { provinceCode: null, addressId: await living(viewer, phone) })),
    );
    const answers = await Promise.all(viewers.map((viewer, i) => code(claimPledge(viewer, campaignId, wishes[i]!))));
    expect(answers.filter((answer) => answer === "done")).toHaveLength(3);
    expect(answers.filter((answer) => answer === "phoneTooOften")).toHaveLength(5);
    const left = viewers[answers.indexOf("phoneTooOften")]!;
    const again = await wishFor(campaignId, { provinceCode: null, addressId: await living(left, newPhone()) });
    expect(await code(claimPledge(left, campaignId, again))).toBe("done");
  });

  test("eight by as many processes: three again", async () => {
    const [campaignId, phone, viewers] = [await start(), newPhone(), await backers(8)];
    const { claimPledges } = await import("#app/campaigns/pledging/claim-pledges.server.ts");
    const { itemsFor } = await import("#app/campaigns/pledging/races.fixtures.ts");
    const items = await itemsFor(campaignId, viewers.length);
    const answers = await Promise.all(
      items.map((item, i) => {
        const shipTo = { phone } as never;
        return claimPledges(campaignId, [{ ...item, userId: viewers[i]!.userId, orgId: viewers[i]!.orgId, shipTo }]);
      }),
    );
    expect(answers.flat().filter((a) => a.ok)).toHaveLength(3);
  });
});

describe("a new account that pledges much", () => {
  const large = async (campaignId: string) => wishFor(campaignId, { rewards: {}, bonusFen: policy.newAccountFen + 1n });
  const letterOf = async (viewer: Viewer) => codeOf(viewer.userId, await db.stepUp.findUniqueOrThrow({ where: { userId: viewer.userId } }));

  test("shows its mail box first; what it showed holds for half an hour", async () => {
    const [campaignId, { viewer, email }] = [await start(), await backer()];
    expect(await code(claimPledge(viewer, campaignId, await large(campaignId)))).toBe("stepUpFirst");
    await expect(proveStepUp(viewer, "123456")).rejects.toMatchObject({ code: "codeOver" });
    expect(await askStepUp(viewer)).toBe(true);
    expect(await askStepUp(viewer)).toBe(false);
    await mailCode({ userId: viewer.userId });
    const right = await letterOf(viewer);
    await proveStepUp(viewer, ` ${right.slice(0, 3)} ${right.slice(3)}`);
    await expect(proveStepUp(viewer, right)).rejects.toMatchObject({ code: "codeOver" });
    const { pledgeId } = await claimPledge(viewer, campaignId, await large(campaignId));
    expect(await stateOf(pledgeId)).toBe("RESERVED");
    expect(email).toContain("@");
    const other = await start();
    const small = await pledge(viewer, other);
    await setOffset(stepUpPolicy.provenMs);
    const third = await start();
    expect(await code(claimPledge(viewer, third, await large(third)))).toBe("stepUpFirst");
    expect(await code(changePledge(viewer, small, await large(other)))).toBe("stepUpFirst");
  });

  test("thirty guesses at once are five tries, and then the right code opens nothing", async () => {
    const { viewer } = await backer();
    await askStepUp(viewer);
    const right = await letterOf(viewer);
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, "0");
    const answers = await Promise.all(Array.from({ length: 30 }, () => code(proveStepUp(viewer, wrong))));
    expect(answers.filter((answer) => answer === "codeWrong")).toHaveLength(stepUpPolicy.tries - 1);
    expect(await db.stepUp.findUnique({ where: { userId: viewer.userId } })).toMatchObject({ tries: stepUpPolicy.tries, provenAt: null });
    expect(await code(proveStepUp(viewer, right))).toBe("codeOver");
    // Another letter begins anew, with another code.
    expect(await askStepUp(viewer)).toBe(true);
    expect(await letterOf(viewer)).not.toBe(right);
    await setOffset(stepUpPolicy.codeMs);
    expect(await code(proveStepUp(viewer, await letterOf(viewer)))).toBe("codeOver");
  });
});
