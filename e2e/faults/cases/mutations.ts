import fs from "node:fs";
import path from "node:path";
import type { Run } from "../case.ts";
import type { Place } from "../place.ts";
import { root, test } from "../vitest.ts";

/**
 * Each guard is taken out in a copy of the sources, and a test must turn red: one that stays green proves nothing. A mutation is an exact
 * piece of text and what stands in its place; when the text is gone the case falls short, for then nobody knows what was tried.
 */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: pieces of sources
type Change = { file: string; from: string; to: string };
type Mutation = { name: string; changes: Change[]; tests: string[] };

const LAST = "prisma/migrations/20991231235959_mutation/migration.sql";
/** Something that the database forbids no longer. */
const migration = (sql: string): Change => ({ file: LAST, from: "", to: sql });

const mutations: Mutation[] = [
  {
    name: "the unique on living intents is dropped",
    changes: [
      migration("DROP INDEX one_live_intent;"),
      {
        file: "app/payments/open-intent.server.ts",
        from: `ON CONFLICT (purpose, "refType", "refId") WHERE state <> 'FAILED' DO NOTHING`,
        to: "ON CONFLICT DO NOTHING",
      },
    ],
    tests: ["app/payments/checkout.test.ts"],
  },
  {
    name: "every try has a new key",
    changes: [
      {
        file: "app/payments/intent.ts",
        from: "`${intent.id}:${intent.attempt}`",
        to: "`${intent.id}:${intent.attempt}:${Math.random()}`",
      },
    ],
    tests: ["app/payments/checkout.test.ts"],
  },
  {
    name: "an event is believed instead of read again",
    changes: [
      {
        file: "app/payments/process-event.server.ts",
        from: "  await readAndApply(intent.id, purposes, object.id);",
        to: `  const { amountFen, currency } = await db.pspIntent.findUniqueOrThrow({ where: { id: intent.id } });
  const { applyOutcome } = await import("#app/payments/apply-outcome.server.ts");
  await applyOutcome(intent.id, { id: object.id, intentId: intent.id, amountFen, currency, live: null, state: "succeeded", facts: {} }, purposes);`,
      },
    ],
    tests: ["app/payments/late-wallet.test.ts"],
  },
  {
    name: "a page's status is taken for its payment's",
    changes: [
      { file: "app/payments/checkout-channel.server.ts", from: `session.payment_status === "paid"`, to: `session.status === "complete"` },
    ],
    tests: ["app/payments/late-wallet.test.ts"],
  },
  {
    name: "the floor of the accounts is dropped",
    changes: [migration(`ALTER TABLE "LedgerBalance" DROP CONSTRAINT no_overdraft;`)],
    tests: ["app/ledger/attacks.test.ts"],
  },
  {
    name: "the app's clock decides about the deadline",
    changes: [
      {
        file: "app/campaigns/pledging/claim-pledges.server.ts",
        from: "SELECT claim_pledges(${campaignId}::uuid, ${JSON.stringify(items)}::jsonb, ${claimRules}::jsonb) AS answers",
        to: "SELECT decide_claims(${campaignId}::uuid, ${JSON.stringify(items)}::jsonb, ${new Date()}, ${claimRules}::jsonb) AS answers",
      },
    ],
    tests: ["app/campaigns/pledging/deadline.test.ts"],
  },
];

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: pieces of sources

const NOT_COPIED = new Set(["node_modules", ".git", ".state", "build", "look", "test-results"]);

/** The copy goes away with the place of the case. */
function copySources(place: Place): string {
  const dir = path.join(place.dir, "mutants");
  fs.cpSync(root, dir, { recursive: true, filter: (from) => !NOT_COPIED.has(path.relative(root, from).split(path.sep)[0]!) });
  fs.chmodSync(dir, 0o755);
  fs.symlinkSync(path.join(root, "node_modules"), path.join(dir, "node_modules"));
  return dir;
}

/** Puts the change into the copy; answers with how to take it out again. */
function apply(dir: string, { file, from, to }: Change): () => void {
  const at = path.join(dir, file);
  if (from === "") {
    fs.mkdirSync(path.dirname(at), { recursive: true });
    fs.writeFileSync(at, to);
    return () => fs.rmSync(path.dirname(at), { recursive: true });
  }
  const text = fs.readFileSync(at, "utf8");
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold exactly once: ${from}`);
  fs.writeFileSync(
    at,
    text.replace(from, () => to),
  );
  return () => fs.writeFileSync(at, text);
}

export const run: Run = async (place) => {
  const dir = copySources(place);
  const all = [...new Set(mutations.flatMap(({ tests }) => tests))];
  const before = await test(dir, all);
  const wrong = [...before.broke, ...before.red];
  place.must(
    wrong.length === 0 && before.total > 0,
    `before any mutation ${before.red.length} of ${before.total} tests are red: ${wrong.join("; ")}`,
  );
  let bites = 0;
  for (const { name, changes, tests } of mutations) {
    const undo: (() => void)[] = [];
    try {
      for (const change of changes) undo.push(apply(dir, change));
      const { red, broke } = await test(dir, tests);
      // A tree whose tests do not begin, or a file of them that does not load, shows nothing about the guard.
      const bit = red.length > 0;
      if (bit) bites++;
      place.must(bit, `${name}: ${broke[0] ?? `${tests.join(", ")} stay green`}`);
      console.log(`      ${bit ? "✓" : "✗"} ${name}: ${red.length} red${red[0] ? `, "${red[0]}"` : ""}`);
    } catch (error) {
      place.must(false, `${name}: ${(error as Error).message}`);
    } finally {
      for (const back of undo.reverse()) back();
    }
  }
  return `${bites} of ${mutations.length} mutations turn a test red; ${before.total} tests are green without`;
};
