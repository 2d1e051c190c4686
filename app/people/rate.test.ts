import { expect, test } from "vitest";
import { limit } from "#app/people/rate.server.ts";
import { requestContext } from "#app/request.server.ts";

const from = <T>(address: string, work: () => Promise<T>) => requestContext.run({ requestId: "r", address }, work);

test("a person who does too much is told how long to wait, wherever they are", async () => {
  for (let i = 0; i < 3; i++) await from(`10.0.0.${i}`, () => limit("signUp", "Busy@example.test"));
  await expect(from("10.0.0.9", () => limit("signUp", "busy@example.test"))).rejects.toMatchObject({
    code: "tooMany",
    status: 429,
    params: { seconds: expect.any(Number) },
  });
  await from("10.0.0.9", () => limit("signUp", "calm@example.test"));
});

test("an address that does too much is refused whoever it says it is, and others are not", async () => {
  for (let i = 0; i < 60; i++) await from("10.1.0.1", () => limit("useLink", null));
  await expect(from("10.1.0.1", () => limit("useLink", null))).rejects.toMatchObject({ code: "tooMany" });
  await from("10.1.0.2", () => limit("useLink", null));
});

test("fifty at once are counted as fifty", async () => {
  const answers = await Promise.allSettled(Array.from({ length: 50 }, () => limit("changePassword", "one@example.test")));
  expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(8);
});
