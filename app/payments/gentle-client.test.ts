import { expect, test } from "vitest";
import { gentle } from "#app/payments/gentle-client.server.ts";
import { type Line, lineOf, type Rank } from "#app/payments/line.server.ts";
import { type RequestContext, requestContext } from "#app/request.server.ts";

/** A channel that answers with these, one after another, and a line that writes down what it was asked. */
function channel(...answers: [status: number, reason?: string][]) {
  const asked: unknown[][] = [];
  const heard: string[] = [];
  const line: Line = {
    turn: async (rank) => void heard.push(rank),
    goAhead: () => void heard.push("ahead"),
    tooMuch: () => void heard.push("too much"),
  };
  const client: Parameters<typeof gentle>[0] = {
    getClientName: () => "test",
    async makeRequest(...request) {
      asked.push(request);
      const [status, reason] = answers[asked.length - 1] ?? [200];
      return {
        getStatusCode: () => status,
        getHeaders: () => (reason ? { "stripe-rate-limited-reason": reason } : {}),
        getRawResponse: () => null,
        toStream: () => null,
        toJSON: async () => ({}),
      } as unknown as Awaited<ReturnType<typeof client.makeRequest>>;
    },
  };
  const send = async (method: string) => {
    const sent = gentle(client, line).makeRequest("host", "80", "/v1/x", method, { "Idempotency-Key": "i:0" }, "a=1", "http", 20_000);
    return (await sent).getStatusCode();
  };
  return { send, asked, heard };
}
const asPerson = <T>(work: () => Promise<T>, agoMs = 0) =>
  requestContext.run({ requestId: "r", address: "10.0.0.1", askedMs: performance.now() - agoMs }, work);

test("what a worker asks waits for its turn, by what it is", async () => {
  const { send, heard } = channel();
  expect(await send("GET")).toBe(200);
  expect(await send("POST")).toBe(200);
  expect(heard).toEqual(["reads", "sends"]);
});

test("what is too much is sent again to the letter, and its sender hears nothing of it", async () => {
  const { send, asked, heard } = channel([429, "global-rate"], [429, "global-rate"], [200]);
  expect(await send("POST")).toBe(200);
  expect(asked).toHaveLength(3);
  expect(asked[2]).toEqual(asked[0]);
  expect(heard).toEqual(["sends", "too much", "sends", "too much", "sends"]);
});

test("a channel that never has time is not asked for ever", async () => {
  const { send, asked } = channel(...Array.from({ length: 20 }, (): [number] => [429]));
  expect(await send("POST")).toBe(429);
  expect(asked).toHaveLength(6);
});

test("too many for one object slow nothing else down", async () => {
  const { send, heard } = channel([429, "resource-specific"]);
  expect(await send("POST")).toBe(200);
  expect(heard).toEqual(["sends", "sends"]);
});

test("a person's request goes ahead of the line", async () => {
  const { send, heard } = channel([429]);
  expect(await asPerson(() => send("POST"))).toBe(200);
  expect(heard).toEqual(["ahead", "too much", "ahead"]);
});

test("a worker's call may take its time; a person's is short, and ends while its asker still waits", async () => {
  const { send, asked } = channel();
  await send("POST");
  await asPerson(() => send("POST"));
  await asPerson(() => send("POST"), 12_000);
  const [worker, fresh, late] = asked.map((request) => request[7] as number);
  expect([worker, fresh]).toEqual([20_000, 8000]);
  expect(late).toBeGreaterThan(2000);
  expect(late).toBeLessThanOrEqual(3000);
});

test("all calls of a page share what a person has", async () => {
  const { send, asked } = channel();
  const page: RequestContext = { requestId: "r", address: "10.0.0.1" };
  await requestContext.run(page, () => send("POST"));
  page.askedMs! -= 12_000;
  await requestContext.run(page, () => send("POST"));
  expect(asked[0]![7]).toBe(8000);
  expect(asked[1]![7]).toBeLessThanOrEqual(3000);
});

test("for whom nobody waits any longer the channel is not asked", async () => {
  const { send, asked } = channel();
  await expect(asPerson(() => send("POST"), 16_000)).rejects.toThrow("nobody waits");
  expect(asked).toEqual([]);
});

test("a person hears that the channel has no time before the time is up", async () => {
  const { send, asked } = channel(...Array.from({ length: 20 }, (): [number] => [429]));
  expect(await asPerson(() => send("POST"), 14_000)).toBe(429);
  expect(asked.length).toBeLessThan(4);
});

test("in the line, what looks goes before what sends; whoever went ahead is waited for", async () => {
  const line = lineOf(40);
  const order: string[] = [];
  for (let i = 0; i < 10; i++) line.goAhead();
  const began = performance.now();
  const turn = async (name: string, rank: Rank) => {
    await line.turn(rank);
    order.push(name);
  };
  await Promise.all([turn("a", "sends"), turn("b", "sends"), turn("c", "reads"), turn("d", "reads")]);
  expect(order).toEqual(["c", "d", "a", "b"]);
  // Fourteen turns at forty a second, less the ten that the bucket holds at first.
  expect(performance.now() - began).toBeGreaterThanOrEqual(90);
});
