/**
 * What money must do, in memory and without the product: every command that the product agreed to changes these few numbers, and after
 * every command the books must show them. What happened at the channel is the model's to say; what the product knows of it yet is read.
 */
export type Stage = {
  state: "AWAITING" | "FUNDED" | "WORKING" | "SUBMITTED" | "CHANGES" | "ACCEPTED" | "OVER" | "CANCELLED";
  fen: bigint;
  /** Its page was paid at the channel. */
  paid: boolean;
  released: bigint;
  refunded: bigint;
  frozen: bigint;
  deliveries: number;
  /** What its payer's bank took: out of escrow, and of what was released. */
  taken: bigint;
  clawed: bigint;
  /** One of its refunds had been made and came back. */
  bounced?: true;
};
export type Pledge = {
  who: number;
  wallet: boolean;
  fen: bigint;
  refunded: bigint;
  state: "CLAIMED" | "PLEDGED" | "GONE";
  /** Its page was done at the channel: a wallet has paid, a card is kept. */
  paid: boolean;
  /** Its campaign succeeded with it, by a card: that is charged, once. */
  due: boolean;
  /** Its claim ended unpaid: whatever still comes in goes straight back. */
  tooLate?: true;
};
/** What the provider owes after a bank took a released stage's money: repaid from pay, which is read, and at the till; what came beyond it goes back. */
export type Debt = { id: string; fen: bigint; byPay: bigint; byTill: bigint; over: bigint };
export type Model = {
  stages: Stage[];
  debts: Debt[];
  pledges: Pledge[];
  /** From success on: while cards are charged; then closed, or so much was taken back meanwhile that the creator is asked. */
  campaign: "NONE" | "LIVE" | "FAILED" | "CHARGING" | "CLOSED" | "ASKING";
  /** The stages of the campaign's money that were released, and how much of it is the creator's by now: less what refunds took of it. */
  stagesOut: number[];
  paidOut: bigint;
  /** Of each wish that a call was made for: whether the channel did it. */
  done: Map<string, boolean>;
  /** Of each transfer, how much of it was pulled back at the channel. */
  pulled: Map<string, bigint>;
  /** Refunds that had been made and came back, and what they were for. */
  bounced: Map<string, string>;
};

export const newModel = (amounts: readonly bigint[]): Model => ({
  stages: amounts.map((fen) => ({
    state: "AWAITING",
    fen,
    paid: false,
    released: 0n,
    refunded: 0n,
    frozen: 0n,
    deliveries: 0,
    taken: 0n,
    clawed: 0n,
  })),
  debts: [],
  pledges: [],
  campaign: "NONE",
  stagesOut: [],
  paidOut: 0n,
  done: new Map(),
  pulled: new Map(),
  bounced: new Map(),
});

export const held = (s: Stage) => s.fen - s.released - s.refunded - s.taken;
export const dueOf = ({ fen, byPay, byTill }: Debt) => fen - byPay - byTill;
export const rest = (s: Stage) => held(s) - s.frozen;
/** The provider may leave until its work is accepted: what runs goes back, what was accepted stays. */
const RUNNING: readonly Stage["state"][] = ["FUNDED", "WORKING", "SUBMITTED", "CHANGES"];
const FUNDED: readonly Stage["state"][] = [...RUNNING, "ACCEPTED"];
const AGREEABLE: readonly Stage["state"][] = FUNDED.filter((state) => state !== "FUNDED");
const ROUNDS_OF_CHANGES = 2;

/** The provider disputes a sum and asks for most of it. */
export const claimOf = (fen: bigint) => (fen * 3n) / 4n;

/** Commands about a stage: whether money allows them, and what they do to it. `x` is a share of what is free, in fen. */
type Rule = { may(s: Stage, x: bigint): boolean; does(s: Stage, x: bigint): void };
const to = (state: Stage["state"]) => (s: Stage) => {
  s.state = state;
};
const from = (...states: Stage["state"][]) => ({ may: (s: Stage) => states.includes(s.state) });
const over = (s: Stage) => {
  if (held(s) === 0n) s.state = "OVER";
};
export const stageRules = {
  start: { ...from("FUNDED"), does: to("WORKING") },
  deliver: {
    ...from("WORKING", "CHANGES"),
    does(s) {
      s.state = "SUBMITTED";
      s.deliveries++;
    },
  },
  changes: { may: (s) => s.state === "SUBMITTED" && s.deliveries <= ROUNDS_OF_CHANGES, does: to("CHANGES") },
  accept: { ...from("SUBMITTED"), does: to("ACCEPTED") },
  release: {
    may: (s) => s.state === "ACCEPTED" && rest(s) > 0n,
    does(s) {
      s.released += rest(s);
      s.state = "OVER";
    },
  },
  giveBack: {
    may: (s) => RUNNING.includes(s.state) && rest(s) > 0n,
    does(s) {
      s.refunded += rest(s);
      s.state = "OVER";
    },
  },
  agree: {
    may: (s, x) => AGREEABLE.includes(s.state) && x > 0n && x <= rest(s),
    does(s, x) {
      s.refunded += x;
      over(s);
    },
  },
  dispute: {
    may: (s, x) => FUNDED.includes(s.state) && x > 0n && x <= rest(s),
    does(s, x) {
      s.frozen += x;
    },
  },
} as const satisfies Record<string, Rule>;
export type StageCommand = keyof typeof stageRules;

/** The employer says nothing to it: what the provider asked for is granted, no more and no less. */
export const silence = (s: Stage, frozen: bigint) => divide(s, frozen, claimOf(frozen));

/** A frozen part is divided: so much to the provider, the rest back. */
export function divide(s: Stage, frozen: bigint, toProvider: bigint) {
  s.frozen -= frozen;
  s.released += toProvider;
  s.refunded += frozen - toProvider;
  over(s);
}

/** The bank of a stage's payer takes it back: what is in escrow, and from the provider what was released but for a small loss. */
export function bankTakes(s: Stage, lossFen: bigint) {
  if (held(s) > 0n) s.state = "OVER";
  s.taken = held(s);
  s.clawed = s.released - lossFen;
}

/** What backers have left in the campaign. */
export const stillThere = ({ pledges }: Pick<Model, "pledges">) =>
  pledges.reduce((all, p) => (p.state === "PLEDGED" ? all + p.fen : all), 0n);

/** Hundredths of a percent of a campaign's money that are the creator's after each of its stages. */
const UP_TO_BPS = [4000n, 7000n, 10_000n];
const shareUpTo = (model: Model, stage: number) => (stillThere(model) * UP_TO_BPS[stage - 1]!) / 10_000n - model.paidOut;
/** What a stage releases now: earlier ones go first, unless refunds left them nothing. */
export function stageFen(model: Model, stage: number): bigint {
  if (model.campaign !== "CLOSED" || model.stagesOut.includes(stage)) return 0n;
  for (let earlier = 1; earlier < stage; earlier++) if (!model.stagesOut.includes(earlier) && shareUpTo(model, earlier) > 0n) return 0n;
  return shareUpTo(model, stage);
}
export function releaseOut(model: Model, stage: number) {
  model.paidOut += stageFen(model, stage);
  model.stagesOut.push(stage);
}
/** A backer takes a pledge back: out of what was not released yet, the rest from the creator. */
export function givePledgeBack(model: Model, pledge: Pledge) {
  const unreleased = stillThere(model) - model.paidOut;
  if (pledge.fen > unreleased) model.paidOut -= pledge.fen - unreleased;
  pledge.refunded = pledge.fen;
  pledge.state = "GONE";
}

const sum = (all: readonly bigint[]) => all.reduce((a, b) => a + b, 0n);
/** Money that has come in: which stages, which pledges. */
export type Came = { stage: (i: number) => boolean; pledge: (i: number) => boolean };
/** All that people paid at the channel, and every card of a campaign that succeeded: in the end the product has all of it, and nothing else. */
export const allCame = ({ stages, pledges }: Model): Came => ({
  stage: (i) => stages[i]!.paid,
  pledge: (i) => (pledges[i]!.wallet ? pledges[i]!.paid : pledges[i]!.due),
});
/** What the books must show, given which payments the product knows of. */
export function expected(model: Model, paid: Came) {
  const came = model.pledges.map((p, i) => (paid.pledge(i) ? p.fen : 0n));
  const back = model.pledges.map((p, i) => (p.tooLate ? came[i]! : p.refunded));
  return {
    stages: model.stages.map((s, i) => (paid.stage(i) ? held(s) : 0n)),
    campaign: sum(came) - sum(back) - model.paidOut,
    released: sum(model.stages.map((s) => s.released - s.clawed)) + sum(model.debts.map((d) => d.byTill)) + model.paidOut,
    debtRefunds: sum(model.debts.map((d) => d.over)),
    stageRefunds: sum(model.stages.map((s) => s.refunded)),
    pledgeRefunds: back,
  };
}
