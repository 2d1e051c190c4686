import { expect, test } from "vitest";
import { parseDraft } from "#app/campaigns/editing/check-draft.server.ts";
import { loudWordsIn, moneyPromisesIn } from "#app/campaigns/editing/promises.ts";
import { briefOf } from "../make-campaigns.ts";
import { timeline } from "../timeline.ts";
import { townCampaigns } from "./campaigns.ts";

const line = timeline(-82, async () => {});
const id = "00000000-0000-7000-8000-000000000000";

test.each(townCampaigns.filter((c) => c.fate !== "draft").map((c) => [c.title, c] as const))("%s can be submitted", (_title, campaign) => {
  const launchDay = 2;
  const read = parseDraft(briefOf(line, campaign, launchDay, { cover: id, row: id, sheet: id }), line.momentAt(launchDay - 3));
  expect("errors" in read ? read.errors : {}).toEqual({});
});

test("no campaign of the town promises money or praises itself with forbidden words", () => {
  const texts = townCampaigns.map((campaign) => JSON.stringify(campaign));
  expect([...moneyPromisesIn(texts), ...loudWordsIn(texts)]).toEqual([]);
});
