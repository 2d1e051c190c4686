// The pages of campaigns that npm run look takes: each state of a campaign and of a pledge once, by those it concerns.
import type { Eyes, Look } from "#sandbox/look-pages.ts";

const visitor = ["/campaigns", "/campaigns?show=preview", "/campaigns?show=funded", "/campaigns?q=没有这样的众筹"];
const anyone = ["/my/campaigns", "/my/pledges", "/addresses"];
const desk = ["", "/reviews", "/reviews?view=decided", "/corrections", "/outage", "/cases", "/money", "/refunds", "/evidence", "/defects"];
const sections = ["basics", "story", "evidence", "rewards", "rewards&row=0", "addOns", "shipping", "budget", "schedule", "stretch", "risks"]
  .concat(["team", "faq", "preview", "check"])
  .map((section) => `/edit?section=${section}`);
const around = ["/updates", "/comments", "/changes", "/card"];
const before = ["", "/launch"];
const running = ["", "/launch", "/changes", "/updates/new", "/money", "/late", "/insight", "/dry-run", "/links"];
const funded = [
  "",
  "/money",
  "/changes",
  "/updates/new",
  "/late",
  "/survey",
  "/backers",
  "/batches",
  "/shipments",
  "/defects",
  "/messages",
].concat(["/insight", "/dry-run"]);
const managed: Record<string, readonly string[]> = { DRAFT: before, IN_REVIEW: before, LIVE: running, SUCCESSFUL: funded };
const edited = ["DRAFT", "CHANGES_REQUESTED", "REJECTED"];
const ended = ["SUCCESSFUL", "FAILED", "CANCELLED"];
const hidden = ["DRAFT", "IN_REVIEW", "CHANGES_REQUESTED", "REJECTED", "APPROVED"];

type Campaign = { id: string; creatorId: string; lifecycle: string };

/** One of each lifecycle, of each way a funded one fares, and one that stands still. */
async function examples(db: Eyes["db"]) {
  const select = { id: true, creatorId: true, lifecycle: true, fulfilment: true, collection: true, moderation: true } as const;
  const orderBy = { backers: "desc" } as const;
  const lives = await db.campaign.findMany({ distinct: ["lifecycle"], orderBy, select });
  const where = { lifecycle: "SUCCESSFUL" } as const;
  const fares = await db.campaign.findMany({ where, distinct: ["fulfilment", "collection"], orderBy, select });
  const stopped = await db.campaign.findMany({ where: { moderation: { not: "CLEAR" } }, distinct: ["moderation"], select });
  return {
    lives,
    pages: [
      ...lives.map((one) => ({ ...one, what: `campaign ${one.lifecycle}` })),
      ...fares.map((one) => ({ ...one, what: `campaign funded ${one.fulfilment} ${one.collection}` })),
      ...stopped.map((one) => ({ ...one, what: `campaign ${one.moderation}` })),
    ],
  };
}

async function workPages({ by }: Eyes, { id, creatorId, lifecycle }: Campaign): Promise<Look[]> {
  const paths = [
    ...(edited.includes(lifecycle) ? (lifecycle === "DRAFT" ? sections : ["/edit?section=check"]) : []),
    ...(managed[lifecycle] ?? [""]).map((page) => `/manage${page}`),
  ];
  return Promise.all(paths.map((path) => by(creatorId, `creator ${lifecycle} ${path}`, `/campaigns/${id}${path}`)));
}

async function pledgePages({ db, by }: Eyes): Promise<Look[]> {
  const found: Look[] = [];
  const pledges = await db.pledge.findMany({ distinct: ["state", "lane"], orderBy: { id: "desc" } });
  const campaigns = new Map((await db.campaign.findMany({ select: { id: true, creatorId: true, lifecycle: true } })).map((c) => [c.id, c]));
  for (const { id, orgId, state, lane } of pledges) found.push(await by(orgId, `backer pledge ${state} ${lane}`, `/pledges/${id}`));
  const parcels = await db.shipment.findMany({ distinct: ["state"], include: { pledge: true } });
  for (const { state, pledge } of parcels) {
    const { creatorId } = campaigns.get(pledge.campaignId)!;
    found.push(
      await by(pledge.orgId, `backer delivery ${state}`, `/pledges/${pledge.id}/delivery`),
      await by(pledge.orgId, `backer survey ${state}`, `/pledges/${pledge.id}/survey`),
      await by(creatorId, `creator backer ${state}`, `/campaigns/${pledge.campaignId}/manage/backers/${pledge.id}`),
    );
  }
  const risen = await db.extraCost.findFirst({ where: { rewardId: null }, orderBy: { id: "desc" } });
  const dearer = risen && (await db.pledge.findUniqueOrThrow({ where: { id: risen.pledgeId } }));
  if (dearer) {
    found.push(await by(dearer.orgId, "backer pledge dearer shipping", `/pledges/${dearer.id}`));
    const { creatorId } = campaigns.get(dearer.campaignId)!;
    for (const page of ["changes", "survey"])
      found.push(await by(creatorId, `creator dearer shipping ${page}`, `/campaigns/${dearer.campaignId}/manage/${page}`));
  }
  const taxed = await db.extraCost.findFirst({ where: { rewardId: { not: null } } });
  const owes = taxed && (await db.pledge.findUniqueOrThrow({ where: { id: taxed.pledgeId } }));
  if (owes) {
    found.push(await by(owes.orgId, "backer pledge higher tax", `/pledges/${owes.id}`));
    const { creatorId } = campaigns.get(owes.campaignId)!;
    found.push(await by(creatorId, "creator higher tax changes", `/campaigns/${owes.campaignId}/manage/changes`));
    found.push({ name: "visitor higher tax changes", path: `/campaigns/${owes.campaignId}/changes` });
  }
  const declared = await db.reward.findFirst({ where: { taxFen: { gt: 0 }, campaign: { lifecycle: "LIVE" } } });
  const newcomer = declared && (await db.member.findFirst({ where: { user: { operator: false, email: "b64@jincheng.example" } } }));
  if (declared && newcomer)
    found.push(await by(newcomer.orgId, "backer pledge form taxed", `/campaigns/${declared.campaignId}/pledge?reward=${declared.id}`));
  const own = await db.pledge.findFirst({ where: { relatedSays: { not: null } } });
  if (own) found.push(await by(own.orgId, "backer pledge related", `/pledges/${own.id}`));
  const kept = pledges.find(({ state, campaignId }) => state === "PLEDGED" && campaigns.get(campaignId)?.lifecycle === "LIVE");
  if (kept) found.push(await by(kept.orgId, "backer pledge form change", `/campaigns/${kept.campaignId}/pledge`));
  return found;
}

async function deskPages({ db, byOperator }: Eyes, lives: readonly Campaign[]): Promise<Look[]> {
  const found = await Promise.all(desk.map((page) => byOperator(`operator campaigns${page}`, `/desk/campaigns${page}`)));
  for (const { id, lifecycle } of lives) found.push(await byOperator(`operator campaign ${lifecycle}`, `/desk/campaigns/${id}`));
  const disputed = await db.pledge.findFirst({ where: { relatedSays: { not: null } }, select: { campaignId: true } });
  if (disputed) found.push(await byOperator("operator campaign related", `/desk/campaigns/${disputed.campaignId}`));
  for (const { id, state } of await db.campaignReview.findMany({ distinct: ["state"] }))
    found.push(await byOperator(`operator review ${state}`, `/desk/campaigns/reviews/${id}`));
  for (const { id, kind } of await db.campaignCase.findMany({ distinct: ["kind"] }))
    found.push(await byOperator(`operator case ${kind}`, `/desk/campaigns/cases/${id}`));
  for (const { id, state } of await db.defectReport.findMany({ distinct: ["state"] }))
    found.push(await byOperator(`operator defect ${state}`, `/desk/campaigns/defects/${id}`));
  return found;
}

export async function campaignPages(eyes: Eyes): Promise<Look[]> {
  const { db, by } = eyes;
  const found: Look[] = visitor.map((path) => ({ name: `visitor ${path}`, path }));
  const { lives, pages } = await examples(db);
  for (const { id, creatorId, lifecycle, moderation, what } of pages) {
    const at = `/campaigns/${id}`;
    const secret = hidden.includes(lifecycle) || moderation === "PURGED";
    found.push({ name: `visitor ${what}`, path: at, ...(secret && { status: 404 }) });
    if (lifecycle === "LIVE" || lifecycle === "SUCCESSFUL")
      for (const page of around) found.push({ name: `visitor ${what}${page}`, path: at + page, still: page === "/card" });
    if (ended.includes(lifecycle)) found.push(await by(creatorId, `creator report ${what}`, `${at}/report`));
    found.push(await by(creatorId, `creator ${what}`, at));
  }
  for (const one of lives) found.push(...(await workPages(eyes, one)));
  const shown = await db.campaignUpdate.findFirst({
    where: { bodyHtml: { contains: "<img" }, audience: "EVERYONE" },
    orderBy: { at: "desc" },
  });
  if (shown) found.push({ name: "visitor updates with a picture", path: `/campaigns/${shown.campaignId}/updates` });
  const live = lives.find(({ lifecycle }) => lifecycle === "LIVE");
  const somebody = live && (await db.member.findFirst({ where: { orgId: { not: live.creatorId }, user: { operator: false } } }));
  if (live && somebody) {
    const reward = await db.reward.findFirst({ where: { campaignId: live.id, limit: null, kind: "REWARD" } });
    found.push(await by(somebody.orgId, "newcomer pledge form", `/campaigns/${live.id}/pledge?reward=${reward?.id ?? ""}`));
    found.push(await by(somebody.orgId, "newcomer pledge choose", `/campaigns/${live.id}/pledge`));
    found.push(await by(somebody.orgId, "newcomer campaign new", "/campaigns/new"));
  }
  const pledger = await db.pledge.findFirst({ where: { state: "COLLECTED" }, orderBy: { id: "asc" } });
  if (pledger) for (const path of anyone) found.push(await by(pledger.orgId, `backer ${path}`, path));
  if (live) found.push(await by(live.creatorId, "creator /my/campaigns", "/my/campaigns"));
  return [...found, ...(await pledgePages(eyes)), ...(await deskPages(eyes, lives))];
}
