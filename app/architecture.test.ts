import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

// Who may import whom, as a table. Each row is a sentence and what breaks it; a breach is named by file.

type Import = { from: string; to: string; typeOnly: boolean };
type File = { name: string; text: string; imports: Import[] };

const root = import.meta.dirname;
const named = /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^;"'`]*?\sfrom\s+)?["']([^"']+)["']/g;
const dynamic = /\bimport\(\s*["']([^"']+)["']\s*\)/g;

const resolve = (from: string, target: string) => {
  if (target.startsWith("#app/")) return target.slice(5);
  if (target.startsWith(".")) return path.posix.normalize(path.posix.join(path.posix.dirname(from), target));
  return target;
};

const files: File[] = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
  .map((name) => {
    const text = readFileSync(path.join(root, name), "utf8");
    const found = [...text.matchAll(named)].map((match) => ({
      from: name,
      to: resolve(name, match[3] as string),
      typeOnly: Boolean(match[2]),
    }));
    const later = [...text.matchAll(dynamic)].map((match) => ({ from: name, to: resolve(name, match[1] as string), typeOnly: false }));
    return { name, text, imports: [...found, ...later] };
  });
const isTest = (name: string) => /\.test\.tsx?$|(^|[/.-])fixtures\.tsx?$/.test(name);
const product = files.filter(({ name }) => !isTest(name));
const imports = product.flatMap((file) => file.imports);
const folderOf = (name: string) => (name.includes("/") ? (name.split("/")[0] as string) : "");

const business = ["people", "tasks", "contracts", "deposits", "campaigns", "debts"];
const ground = ["ledger", "payments", "live", "search", "files", "i18n", "ui"];
/** Files in the root that every floor may stand on. */
const small =
  /^(flow|refusal|form|nonce|http\.server|db\.server|each-due\.server|env\.server|log\.server|queue\.server|request\.server|singleton\.server|statement-names\.server|steady-client\.server|together\.server|transact\.server|transition\.server)\.tsx?$/;
/** Who is asking is a word of every floor. */
const shared = ["people/viewer.ts"];

const DOORS = 3;
function floorOf(name: string) {
  if (small.test(name) || shared.includes(name)) return 0;
  const folder = folderOf(name);
  if (ground.includes(folder)) return 1;
  if (business.includes(folder)) return 2;
  return DOORS;
}
const inApp = (name: string) => files.some((file) => file.name === name);
const arrows: Record<string, string[]> = {
  contracts: ["people"],
  // A deposit answers for contracts, and a task's end decides about its bond: neither contracts nor people know of deposits.
  deposits: ["contracts", "people"],
  tasks: ["contracts", "deposits", "people"],
  campaigns: ["contracts", "people"],
  debts: ["people"],
  people: [],
};
const isServer = (name: string) => name.includes(".server");

/** Sessions and the links in mails are better-auth's, which lives by the machine's clock: time travel signs nobody out. */
const machineClock = ["people/mail-jobs.server.ts", "people/queries.server.ts"];

/** What the rule pages allow beyond the floors, each with its reason. */
const allowed: Record<string, string> = {
  "form.ts -> i18n/errors.zh.ts": "the codes of mistakes are the keys of their sentences",
  "http.server.ts -> files/receive.server.ts": "a form is read together with its files",
};

const about = (edge: Import) => `${edge.from} -> ${edge.to}`;
const edges = (breaks: (edge: Import) => boolean) =>
  imports
    .filter(breaks)
    .map(about)
    .filter((edge) => !(edge in allowed));
const texts = (pattern: RegExp, except: (name: string) => boolean = () => false) =>
  product.filter(({ name, text }) => pattern.test(text) && !except(name)).map(({ name }) => name);
/** What routes.ts names; the parts of a page beside it are files like others. */
const isRoute = ({ name, text }: File) => name.startsWith("routes/") && /^export (default|async function (loader|action))/m.test(text);
const lines = ({ text }: File) => text.split("\n").length;

const rules: [sentence: string, breaches: () => string[]][] = [
  [
    "imports go down only: doors, business, ground, the small files",
    () => edges(({ from, to }) => inApp(to) && floorOf(to) > floorOf(from)),
  ],
  [
    "business folders know one another only along contracts -> people, deposits -> contracts, tasks -> contracts and deposits",
    () =>
      edges(({ from, to }) => {
        const [a, b] = [folderOf(from), folderOf(to)];
        return a !== b && business.includes(a) && business.includes(b) && floorOf(to) > 0 && !arrows[a]?.includes(b);
      }),
  ],
  [
    "a noun, and what the browser draws, imports no server file",
    () => edges(({ from, to, typeOnly }) => !typeOnly && isServer(to) && !isServer(from) && floorOf(from) < DOORS),
  ],
  ["only payments/stripe.server.ts imports stripe", () => edges(({ from, to }) => to === "stripe" && from !== "payments/stripe.server.ts")],
  [
    "only ledger/post.server.ts writes journal rows",
    () =>
      texts(/\.ledger(Tx|Entry)\.(create|update|delete|upsert)|INSERT INTO "Ledger(Tx|Entry)"/, (name) => name === "ledger/post.server.ts"),
  ],
  ["only env.server.ts reads the environment", () => texts(/process\.env\b/, (name) => name === "env.server.ts")],
  ["only db.server.ts constructs Prisma", () => texts(/new PrismaClient\b/, (name) => name === "db.server.ts")],
  ["nothing in the product knows the sandbox", () => edges(({ to }) => to.includes("sandbox"))],
  ["nothing in the product knows the tests", () => edges(({ to }) => isTest(to))],
  ["no SQL is put together from strings", () => texts(/\$(query|execute)RawUnsafe/)],
  [
    "business and books know the time only from the one clock",
    () =>
      texts(
        /Date\.now\(\)|new Date\(\)/,
        (name) => ![...business, "ledger", "payments"].includes(folderOf(name)) || name.endsWith(".tsx") || machineClock.includes(name),
      ),
  ],
  [
    "a folder is a word of the product",
    () =>
      product
        .filter(({ name }) => /(^|\/)(utils?|helpers?|common|lib|core|services?|managers?|handlers?)\//.test(name))
        .map(({ name }) => name),
  ],
  ["a route has at most 150 lines", () => product.filter((file) => isRoute(file) && lines(file) > 150).map(({ name }) => name)],
  [
    "a file has at most 300 lines",
    () => product.filter((file) => folderOf(file.name) !== "i18n" && lines(file) > 300).map(({ name }) => name),
  ],
  ["file names are in kebab case", () => files.filter(({ name }) => !/^[a-z0-9.\-/$_]+$/.test(name)).map(({ name }) => name)],
];

describe("architecture", () => {
  test.each(rules)("%s", (_sentence, breaches) => {
    expect(breaches()).toEqual([]);
  });

  test("the reader of imports sees them all", () => {
    const found = (text: string) => [...text.matchAll(named)].map((match) => match[3]);
    expect(
      found('import { a } from "x";\nimport "y";\nexport * from "z";\nimport type { T } from "t";\nimport {\n  b,\n} from "w";'),
    ).toEqual(["x", "y", "z", "t", "w"]);
    expect(imports.length).toBeGreaterThan(product.length);
  });
});
