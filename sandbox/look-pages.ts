// Which pages npm run look takes: every address of the site, with one example of each state, seen by those it concerns.
import { campaignPages } from "#sandbox/look-campaigns.ts";

/** cookie: the session of whoever looks; nobody when absent. still: a page without scripts. */
export type Look = { name: string; path: string; cookie?: string; status?: number; still?: boolean };
type Who = { userId: string; orgId: string };

const visitor = [
  "/",
  "/tasks",
  "/tasks?q=设计",
  "/tasks?q=没有这样的任务",
  "/providers",
  "/sign-in",
  "/sign-up",
  "/forgot",
  "/check-mail?for=confirm",
  "/confirm?token=x",
  "/reset?token=x",
  "/terms",
  "/privacy",
];
const anyone = [
  "/",
  "/tasks/new",
  "/my/tasks",
  "/my/bids",
  "/contracts",
  "/statement",
  "/payee",
  "/notices",
  "/profile",
  "/sessions",
  "/account/data",
  "/organisations",
  "/organisations/new",
];
const operator = [
  "/desk",
  "/desk/tasks",
  "/desk/verifications",
  "/desk/reports",
  "/desk/disputes",
  "/desk/card-disputes",
  "/desk/card-disputes?show=closed",
  "/desk/disputes?show=running",
  "/desk/disputes?show=decided",
  "/desk/people",
  "/desk/organisations",
  "/desk/words",
  "/desk/log",
  "/desk/books",
  "/desk/books/journal",
  "/desk/books/days",
  "/desk/books/manual",
  "/desk/books/manual?show=decided",
  "/desk/books/manual/new?kind=ADJUSTMENT",
  "/desk/fees",
  "/desk/alarms",
  "/desk/alarms?show=over",
  "/desk/log?act=manual.propose",
];

const load = async () => {
  const [{ db }, { sessionCookie }] = await Promise.all([import("#app/db.server.ts"), import("#app/people/fixtures.ts")]);
  return { db, sessionCookie };
};
type Loaded = Awaited<ReturnType<typeof load>>;

/** Finds someone for each page, and keeps their sessions. */
function eyes({ db, sessionCookie }: Loaded) {
  const cookies = new Map<string, Promise<string>>();
  const cookieOf = (who: Who) => {
    const key = `${who.userId} ${who.orgId}`;
    const made = cookies.get(key) ?? sessionCookie(who as Parameters<typeof sessionCookie>[0]);
    cookies.set(key, made);
    return made;
  };
  return {
    db,
    /** By someone who acts for this organisation. */
    async by(orgId: string, name: string, path: string): Promise<Look> {
      const { userId } = await db.member.findFirstOrThrow({ where: { orgId }, orderBy: { role: "asc" }, select: { userId: true } });
      return { name, path, cookie: await cookieOf({ userId, orgId }) };
    },
    async byOperator(name: string, path: string): Promise<Look> {
      const clerk = await db.member.findFirstOrThrow({ where: { user: { operator: true } }, select: { userId: true, orgId: true } });
      return { name, path, cookie: await cookieOf(clerk) };
    },
  };
}
export type Eyes = ReturnType<typeof eyes>;

async function peoplePages({ db, by, byOperator }: Eyes) {
  const found: Look[] = visitor.map((path) => ({ name: `visitor ${path}`, path }));
  found.push({ name: "visitor missing page", path: "/nowhere", status: 404 });
  for (const path of operator) found.push(await byOperator(`operator ${path}`, path));
  for (const { id } of await db.realNameRequest.findMany({ where: { state: "PENDING" }, take: 1 }))
    found.push(await byOperator("operator verification", `/desk/verifications/${id}`));
  for (const { id } of await db.report.findMany({ where: { subjectType: { not: "campaign" } }, take: 1 }))
    found.push(await byOperator("operator report", `/desk/reports/${id}`));
  for (const { day } of await db.dayStatement.findMany({ orderBy: { day: "desc" }, take: 2 }))
    found.push(await byOperator(`operator day ${day}`, `/desk/books/days/${day}`));
  for (const { id, state } of await db.manualAct.findMany({ orderBy: { id: "desc" }, take: 2 }))
    found.push(await byOperator(`operator act by hand ${state}`, `/desk/books/manual/${id}`));
  for (const { id } of await db.task.findMany({ where: { state: "IN_REVIEW" }, take: 1 }))
    found.push(await byOperator("operator task review", `/desk/tasks/${id}`));
  const busy = await db.contract.findFirst({ orderBy: { createdAt: "desc" }, select: { employerId: true, providerId: true } });
  if (!busy) return found;
  for (const path of anyone)
    found.push(await by(busy.employerId, `employer ${path}`, path), await by(busy.providerId, `provider ${path}`, path));
  for (const part of ["", "/members", "/verification"])
    found.push(await by(busy.employerId, `employer organisation${part}`, `/organisations/${busy.employerId}${part}`));
  found.push({ name: "visitor provider page", path: `/providers/${busy.providerId}` });
  found.push(
    await by(busy.employerId, "employer report form", `/report/task/${(await db.task.findFirstOrThrow({ where: { state: "OPEN" } })).id}`),
  );
  return found;
}

/** Where the employer works on a task in this state, besides its own page. */
const employerWork: Record<string, string> = { DRAFT: "edit", REJECTED: "edit", OPEN: "amend", QUALIFYING: "qualify", SELECTION: "select" };
const hidden = ["DRAFT", "REJECTED", "IN_REVIEW", "SUSPENDED"];

async function taskPages({ db, by }: Eyes) {
  const found: Look[] = [];
  const tasks = await db.task.findMany({ distinct: ["kind", "state"], orderBy: { createdAt: "desc" }, include: { bids: { take: 1 } } });
  for (const task of tasks) {
    const [at, what] = [`/tasks/${task.id}`, `task ${task.kind} ${task.state}`];
    const work = employerWork[task.state];
    const bidder = task.bids[0]?.providerId;
    found.push(await by(task.employerId, `employer ${what}`, at));
    found.push({ name: `visitor ${what}`, path: at, ...(hidden.includes(task.state) && { status: 404 }) });
    if (work) found.push(await by(task.employerId, `employer ${work} ${what}`, `${at}/${work}`));
    if (bidder) found.push(await by(bidder, `bidder ${what}`, at));
    if (bidder && task.state === "OPEN") found.push(await by(bidder, `bidder form ${what}`, `${at}/bid`));
    const award = await db.award.findFirst({ where: { taskId: task.id, state: "OFFERED" }, include: { bid: true } });
    if (award) found.push(await by(award.bid.providerId, `winner award ${what}`, `${at}/award`));
  }
  return found;
}

/** The contract ended on the way: what is left is there to be offered, or is offered, to a standby. */
async function restPages({ db, by }: Eyes) {
  const found: Look[] = [];
  const handed = { contracts: { some: { activeAt: { not: null } } } };
  const award = await db.award.findFirst({ where: { state: "OFFERED", task: handed }, include: { bid: true, task: true } });
  if (award) {
    const at = `/tasks/${award.taskId}`;
    found.push(
      await by(award.bid.providerId, "standby takes over", at),
      await by(award.bid.providerId, "standby takes over award", `${at}/award`),
    );
    found.push(await by(award.task.employerId, "employer handed over", at));
  }
  const ended = await db.contract.findFirst({ where: { state: "TERMINATED", task: { bids: { some: { state: "STANDBY" } } } } });
  if (ended) found.push(await by(ended.employerId, "employer offers the rest", `/tasks/${ended.taskId}`));
  return found;
}

async function roomPages({ db, by }: Eyes) {
  const found: Look[] = [];
  const rooms = await db.auction.findMany({ distinct: ["state"], include: { task: true, bidders: { take: 1 } } });
  for (const { state, task, bidders } of rooms) {
    const at = `/tasks/${task.id}/live`;
    found.push({ name: `visitor room ${state}`, path: at }, await by(task.employerId, `employer room ${state}`, at));
    if (bidders[0]) found.push(await by(bidders[0].orgId, `bidder room ${state}`, at));
    if (state === "CLOSED") found.push({ name: "visitor replay", path: `/tasks/${task.id}/replay` });
  }
  return found;
}

async function contractPages({ db, by, byOperator }: Eyes) {
  const found: Look[] = [];
  const contracts = await db.contract.findMany({ distinct: ["state"], orderBy: { createdAt: "desc" } });
  const stages = await db.milestone.findMany({ distinct: ["state"], include: { contract: true } });
  const shown = [
    ...contracts.map((contract) => ({ contract, what: `contract ${contract.state}` })),
    ...stages.map(({ contract, state }) => ({ contract, what: `contract with ${state}` })),
  ];
  for (const { contract, what } of shown) {
    const at = `/contracts/${contract.id}`;
    found.push(await by(contract.employerId, `employer ${what}`, at), await by(contract.providerId, `provider ${what}`, at));
  }
  if (contracts[0]) found.push(await by(contracts[0].employerId, "employer contract text", `/contracts/${contracts[0].id}/text`));
  const disputes = await db.dispute.findMany({ distinct: ["state"], include: { milestone: { include: { contract: true } } } });
  for (const { id, state, milestone } of disputes) {
    const { contract } = milestone;
    found.push(await by(contract.employerId, `employer dispute ${state}`, `/contracts/${contract.id}/disputes/${id}`));
    found.push(await by(contract.providerId, `provider dispute ${state}`, `/contracts/${contract.id}/disputes/${id}`));
    found.push(await byOperator(`operator dispute ${state}`, `/desk/disputes/${id}`));
  }
  return found;
}

/** What both sides agree on beside the work: changes, endings, invoices, each state once, by both. */
async function agreementPages({ db, by }: Eyes) {
  const found: Look[] = [];
  type Of = { contractId: string; state: string };
  const both = async (what: string, { contractId, state }: Of, page = "") => {
    const contract = await db.contract.findUniqueOrThrow({ where: { id: contractId }, select: { employerId: true, providerId: true } });
    const at = `/contracts/${contractId}${page}`;
    found.push(
      await by(contract.employerId, `employer ${what} ${state}`, at),
      await by(contract.providerId, `provider ${what} ${state}`, at),
    );
  };
  const changes = await db.changeOrder.findMany({ distinct: ["state"], orderBy: { id: "desc" } });
  for (const one of changes) {
    await both("change", one);
    if (one.state === "AGREED") await both("change text", one, "/text");
    if (one.state === "PROPOSED") await both("change form counter", one, `/changes/new?counter=${one.id}`);
  }
  for (const one of await db.ending.findMany({ distinct: ["state"], orderBy: { id: "desc" } })) await both("ending", one);
  for (const one of await db.invoice.findMany({ distinct: ["state"], orderBy: { id: "desc" } })) await both("invoice", one);
  const running = await db.milestone.findFirst({ where: { state: "WORKING" }, orderBy: { id: "desc" } });
  if (running) await both("change form", running, "/changes/new");
  return found;
}

async function cardPages({ db, by, byOperator }: Eyes) {
  const found: Look[] = [];
  for (const { id, state, refId } of await db.cardDispute.findMany({ where: { refType: "milestone" }, distinct: ["state"] })) {
    const { contract } = await db.milestone.findUniqueOrThrow({ where: { id: refId }, include: { contract: true } });
    found.push(await byOperator(`operator card dispute ${state}`, `/desk/card-disputes/${id}`));
    found.push(await by(contract.employerId, `employer card dispute ${state}`, `/contracts/${contract.id}`));
    found.push(await by(contract.providerId, `provider card dispute ${state}`, `/contracts/${contract.id}`));
  }
  for (const { id, state, refType, orgId } of await db.cardDispute.findMany({ where: { refType: { not: "milestone" } } })) {
    found.push(await byOperator(`operator card dispute of a ${refType} ${state}`, `/desk/card-disputes/${id}`));
    if (refType === "deposit") found.push(await by(orgId, `provider deposit disputed ${state}`, `/deposit?org=${orgId}`));
  }
  for (const { orgId } of await db.debt.findMany({ distinct: ["orgId"], take: 2 })) {
    found.push(await by(orgId, "debtor payee", `/payee?org=${orgId}`));
    const debt = await db.debt.findFirst({ where: { orgId }, orderBy: { id: "desc" } });
    if (debt) found.push(await by(orgId, "debtor debt", `/debts/${debt.id}`));
    found.push(await by(orgId, "debtor statement", `/statement?org=${orgId}&role=provider`));
  }
  return found;
}

async function depositPages({ db, by, byOperator }: Eyes) {
  const found: Look[] = [{ name: "visitor providers with a deposit", path: "/providers?deposit=on" }];
  for (const { orgId, state, tierFen } of await db.deposit.findMany({ where: { kind: "PROVIDER" }, distinct: ["state", "tierFen"] }))
    found.push(await by(orgId, `provider deposit ${state} ${tierFen / 100n}`, `/deposit?org=${orgId}`), {
      name: `visitor provider with deposit ${tierFen / 100n}`,
      path: `/providers/${orgId}`,
    });
  for (const { id, state, contract } of await db.depositClaim.findMany({ distinct: ["state"], include: { contract: true } })) {
    found.push(
      await by(contract.employerId, `employer claim ${state}`, `/claims/${id}`),
      await by(contract.providerId, `provider claim ${state}`, `/claims/${id}`),
    );
    found.push(await byOperator(`operator claim ${state}`, `/desk/deposits/claims/${id}`));
  }
  const newcomer = await db.organisation.findFirst({
    where: { deposits: { none: {} }, bids: { some: {} }, verifiedAt: { not: null } },
    select: { id: true },
  });
  if (newcomer) found.push(await by(newcomer.id, "newcomer deposit form", `/deposit?org=${newcomer.id}`));
  for (const path of ["/desk/deposits", "/desk/deposits?show=closed", "/desk/deposits?show=all"])
    found.push(await byOperator(`operator ${path}`, path));
  const covered = await db.contract.findFirst({
    where: { state: "ACTIVE", provider: { deposits: { some: { state: "HELD" } } }, claims: { none: {} } },
  });
  if (covered) found.push(await by(covered.employerId, "employer new claim", `/contracts/${covered.id}/claim`));
  for (const { taskId, endReason } of await db.deposit.findMany({ where: { kind: "INTENT" }, distinct: ["endReason"] }))
    if (taskId) found.push({ name: `visitor task bond ${endReason ?? "held"}`, path: `/tasks/${taskId}` });
  const draft = await db.task.findFirst({ where: { state: "DRAFT", draft: { path: ["bond"], equals: "on" } } });
  if (draft) found.push(await by(draft.employerId, "employer draft with bond", `/tasks/${draft.id}/edit?step=check`));
  return found;
}

export async function looks(): Promise<Look[]> {
  const eye = eyes(await load());
  const rooms = await Promise.all([
    peoplePages(eye),
    taskPages(eye),
    restPages(eye),
    roomPages(eye),
    contractPages(eye),
    agreementPages(eye),
    cardPages(eye),
    depositPages(eye),
    campaignPages(eye),
  ]);
  return rooms.flat();
}
