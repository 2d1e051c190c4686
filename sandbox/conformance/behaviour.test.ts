import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCases, type Target } from "#sandbox/conformance/behaviour.ts";
import { CASES, type Case } from "#sandbox/conformance/cases.ts";
import { differences } from "#sandbox/conformance/match.ts";
import { openEars, webhookCases } from "#sandbox/conformance/webhook-cases.ts";
import { type Driver, driveWorld } from "#sandbox/driver.ts";

let driver: Driver;
let target: Target;
const named = (name: string) => CASES.find((one) => one.name === name) as Case;
beforeAll(async () => {
  driver = await driveWorld();
  target = { name: "sandbox", base: driver.world.url, key: "sk_test_sandbox_local", control: driver.control };
});
afterAll(() => driver.close());

/** A service that answers as the sandbox does, but for what `alter` makes of it. */
async function altered(alter: (body: string, path: string) => string) {
  const { port } = new URL(driver.world.url);
  const server = createServer((req, res) => {
    const inner = request({ host: "127.0.0.1", port, method: req.method, path: req.url, headers: req.headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => {
        const { "content-length": _, ...headers } = answer.headers;
        res.writeHead(answer.statusCode ?? 500, headers).end(alter(Buffer.concat(parts).toString(), req.url ?? ""));
      });
    });
    req.pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { target: { ...target, base: url }, close: () => server.close() };
}
const verdicts = async (where: Target, ...cases: Case[]) =>
  (await runCases(where, cases)).map(({ verdict, differences: found }) => ({ verdict, found: found.join("\n") }));

describe("a case", () => {
  const paid = named("a card is charged: what it leaves behind");
  it("passes when all that it names is so", async () => {
    expect(await verdicts(target, paid)).toEqual([{ verdict: "pass", found: "" }]);
  });

  it("is a mismatch when one value of an answer is another", async () => {
    const service = await altered((body) => body.replace('"captured": true', '"captured": false'));
    expect(await verdicts(service.target, paid)).toEqual([
      { verdict: "mismatch", found: expect.stringContaining("captured is false, expected true") },
    ]);
    service.close();
  });

  it("is a mismatch when a refusal has another code, or comes with another status", async () => {
    const declined = CASES.find((one) => one.name.startsWith("pm_card_visa_chargeDeclined is declined")) as Case;
    const service = await altered((body) => body.replaceAll("generic_decline", "do_not_honor"));
    expect(await verdicts(service.target, declined)).toMatchObject([
      { verdict: "mismatch", found: expect.stringContaining("decline_code") },
    ]);
    service.close();
    const wish = { name: "a wrong status", steps: [{ call: "GET /v1/charges/ch_none", says: { status: 402 } }] };
    expect(await verdicts(target, wish)).toMatchObject([
      { verdict: "mismatch", found: expect.stringContaining("status 404, expected 402") },
    ]);
  });

  it("is a mismatch when an event is absent or comes in another order", async () => {
    const service = await altered((body, path) =>
      path.startsWith("/v1/events") ? body.replace("charge.succeeded", "charge.pending") : body,
    );
    expect(await verdicts(service.target, paid)).toMatchObject([{ verdict: "mismatch", found: expect.stringContaining("charge.pending") }]);
    service.close();
    const swapped = { ...paid, events: [...(paid.events as string[])].reverse() };
    expect(await verdicts(target, swapped)).toMatchObject([{ verdict: "mismatch" }]);
  });

  it("that needs the control surface or the page cannot be run where there is none", async () => {
    const { control: _, ...real } = target;
    const needy = CASES.filter((one) => one.needs);
    expect((await verdicts({ ...real, name: "test mode" }, ...needy)).every(({ verdict }) => verdict === "unsupported")).toBe(true);
    expect(CASES.filter((one) => !one.needs && one.steps.some(({ call }) => /^(CONTROL|PAGE)/.test(call)))).toEqual([]);
    expect(CASES.length - needy.length).toBeGreaterThanOrEqual(120);
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  });
});

describe("a comparison", () => {
  it.each([
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }, 0],
    [{ a: { b: 1 } }, { a: {} }, 1],
    [{ a: null }, {}, 0],
    [{ a: null }, { a: 0 }, 1],
    [{ a: /^ch_/ }, { a: "ch_1" }, 0],
    [{ a: /^ch_/ }, { a: "py_1" }, 1],
    [{ a: [{}, {}] }, { a: [{}] }, 1],
    [{ a: [] }, { a: [] }, 0],
    [{ a: Number }, { a: "1" }, 1],
    [{ a: "1" }, { a: 1 }, 1],
  ])("of %j with %j finds %i differences", (wished, actual, n) => {
    expect(differences(wished, actual)).toHaveLength(n);
  });
});

it("notices of the sandbox are read by the package as its own rules say", async () => {
  const ears = await openEars();
  const world = await driveWorld(ears.world);
  const found = await webhookCases(world, ears);
  expect(found.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
  expect(found).toHaveLength(20);
  await world.close();
  await ears.close();
});
