import { expect, test } from "vitest";
import { allows, type Flow, fromStates, movesOf } from "#app/flow.ts";

const lamp = {
  light: { by: ["owner", "clock"], from: "DARK", to: "LIT", at: "eveningAt" },
  darken: { by: "owner", from: ["LIT", "FLICKERING"], to: "DARK" },
} satisfies Flow<"DARK" | "LIT" | "FLICKERING">;

test("a flow table answers guards and buttons alike", () => {
  expect(allows(lamp, "light", "DARK")).toBe(true);
  expect(allows(lamp, "light", "LIT")).toBe(false);
  expect(allows(lamp, "paint", "LIT")).toBe(false);
  expect(fromStates(lamp, "darken")).toEqual(["LIT", "FLICKERING"]);
  expect(movesOf(lamp, "DARK", "clock")).toEqual(["light"]);
  expect(movesOf(lamp, "DARK", "guest")).toEqual([]);
});
