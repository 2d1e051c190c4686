/**
 * What money must do, in memory and without the product: every command that the product agreed to changes these few numbers, and after
 * every command the books must show them. What happened at the channel is the model's to say; what the product knows of it yet is read.
 */
export type Stage = {
  state: "AWAITING" | "FUNDED" | "WORKING" | "SUBMITTED" | "ACCEPTED" | "OVER";
  fen: bigint;
  released: bigint;
  refunded: bigint;
  frozen: bigint;
};
export type Pledge = {
  who: number;
  wallet: boolean;
  fen: bigint;
  refunded: bigint;
  state: "CLAIMED" | "PLEDGED" | "GONE";
  /** Its claim ended unpaid: whatever still comes in goes straight back. */
  tooLate?: true;
};
export type Model = {
  stages: Stage[];
  pledges: Pledge[];
  campaign: "NONE" | "LIVE" | "ENDED";
  /** Of each wish that a call was made for: whether the channel did it. */
  done: Map<string, boolean>;
};

export const newModel = (amounts: readonly bigint[]): Model => ({
  stages: amounts.map((fen) => ({ state: "AWAITING", fen, released: 0n, refunded: 0n, frozen: 0n })),
  pledges: [],
  campaign: "NONE",
  done: new Map(),
});

export const held = (s: Stage) => s.fen - s.released - s.refunded;
export const rest = (s: Stage) => held(s) - s.frozen;
const FUNDED: readonly Stage["state"][] = ["FUNDED", "WORKING", "SUBMITTED", "ACCEPTED"];
const AGREEABLE: readonly Stage["state"][] = ["WORKING", "SUBMITTED", "ACCEPTED"];

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
  deliver: { ...from("WORKING"), does: to("SUBMITTED") },
  accept: { ...from("SUBMITTED"), does: to("ACCEPTED") },
  release: {
    may: (s) => s.state === "ACCEPTED" && rest(s) > 0n,
    does(s) {
      s.released += rest(s);
      s.state = "OVER";
    },
  },
  giveBack: {
    may: (s) => (s.state === "FUNDED" || s.state === "WORKING") && rest(s) > 0n,
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

/** A frozen part is divided: so much to the provider, the rest back. */
export function divide(s: Stage, frozen: bigint, toProvider: bigint) {
  s.frozen -= frozen;
  s.released += toProvider;
  s.refunded += frozen - toProvider;
  over(s);
}

const sum = (all: readonly bigint[]) => all.reduce((a, b) => a + b, 0n);
/** What the books must show, given which payments the product knows of. */
export function expected(model: Model, paid: { stage: (i: number) => boolean; pledge: (i: number) => boolean }) {
  const came = model.pledges.map((p, i) => (paid.pledge(i) ? p.fen : 0n));
  const back = model.pledges.map((p, i) => (p.tooLate ? came[i]! : p.refunded));
  return {
    stages: model.stages.map((s, i) => (paid.stage(i) ? held(s) : 0n)),
    campaign: sum(came) - sum(back),
    released: sum(model.stages.map((s) => s.released)),
    stageRefunds: sum(model.stages.map((s) => s.refunded)),
    pledgeRefunds: back,
  };
}
