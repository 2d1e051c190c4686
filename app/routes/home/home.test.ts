import { expect, test } from "vitest";
import { creator, submittedCampaign } from "#app/campaigns/fixtures.ts";
import { requestChanges } from "#app/campaigns/reviewing/request-changes.server.ts";
import { db } from "#app/db.server.ts";
import { formObject, parseForm } from "#app/form.ts";
import { company, operator, person } from "#app/people/fixtures.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { bidOn, briefValues, openTask } from "#app/tasks/fixtures.ts";
import { amendTask } from "#app/tasks/posting/amend-task.server.ts";
import { AmendForm } from "#app/tasks/task.ts";
import { appNow } from "#app/transact.server.ts";
import { marketNow } from "./market.server.ts";
import { waitingFor } from "./waiting.server.ts";

test("the market of the home page shows open tasks to everybody, those by invitation only to whom they are for", async () => {
  const employer = await company({ verified: true });
  const [guest, stranger] = [await person(), await person()];
  const open = await openTask({ employer });
  const invited = await openTask({ employer, visibility: "INVITED", "invites[]": [guest.orgId] });

  const seenBy = async (viewer: Viewer | null) => new Set((await marketNow(viewer, await appNow())).newest.map((task) => task.id));
  expect(await seenBy(null)).toEqual(new Set([open.taskId]));
  expect(await seenBy(stranger.viewer)).toEqual(new Set([open.taskId]));
  expect(await seenBy(guest.viewer)).toEqual(new Set([open.taskId, invited.taskId]));
  expect(await seenBy(employer.viewer)).toEqual(new Set([open.taskId, invited.taskId]));
  expect((await marketNow(null, await appNow())).counts).toEqual({ design: 1 });
});

test("what waits for a person is theirs alone", async () => {
  const { taskId, employer } = await openTask();
  const { provider } = await bidOn(taskId, 6000);
  expect(await waitingFor(provider.viewer)).toEqual([]);

  const form = new FormData();
  const kept = ["title", "deliverables", "stages[0].title", "stages[0].acceptance", "budget", "workDays"];
  for (const name of kept) form.set(name, String(briefValues()[name]));
  form.set("scope", "范围改为只做标志与单色稿，不再包含中英文组合，其余交付要求与此前一致。");
  form.set("reason", "预算调整，缩小范围");
  const parsed = parseForm(AmendForm, formObject(form));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  await amendTask(employer.viewer, taskId, parsed.value);

  expect(await waitingFor(provider.viewer)).toMatchObject([{ kind: "reconfirm", href: `/tasks/${taskId}/bid` }]);
  expect(await waitingFor(employer.viewer)).toEqual([]);
  expect(await waitingFor((await person()).viewer)).toEqual([]);
});

test("of campaigns, too, only what this person can move on waits for them", async () => {
  const who = await creator();
  const [op, stranger] = [await operator(), await person()];
  const campaignId = await submittedCampaign(who.viewer);
  const { id: reviewId } = await db.campaignReview.findFirstOrThrow({ where: { campaignId } });
  expect(await waitingFor(op.viewer)).toMatchObject([{ kind: "reviewCampaign", href: `/desk/campaigns/reviews/${reviewId}` }]);
  expect(await waitingFor(who.viewer)).toEqual([]);
  await requestChanges(op.viewer, campaignId, "请补充样机视频");
  expect(await waitingFor(who.viewer)).toMatchObject([{ kind: "fixCampaign", href: `/campaigns/${campaignId}/edit` }]);
  expect(await waitingFor(op.viewer)).toEqual([]);
  expect(await waitingFor(stranger.viewer)).toEqual([]);
});
