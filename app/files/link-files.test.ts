import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { filesOf, linkFiles, setFiles } from "#app/files/link-files.server.ts";
import { receiveForm } from "#app/files/receive.server.ts";
import { storage } from "#app/files/storage.server.ts";
import { sweepFiles } from "#app/files/sweep-files.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow, transact } from "#app/transact.server.ts";

async function somebody(): Promise<Viewer> {
  const user = await db.user.create({ data: { name: "甲", email: `${randomUUID()}@example.com` } });
  return { userId: user.id, name: user.name, email: user.email, locale: "zh", operator: false, orgId: randomUUID(), orgs: [] };
}
async function upload(viewer: Viewer, ...texts: string[]) {
  const form = new FormData();
  form.set("note", "说明");
  for (const [i, text] of texts.entries()) form.append("files[]", new File([text], `${i}.txt`));
  return (await receiveForm(new Request("http://x/", { method: "POST", body: form }), viewer)).getAll("files[]") as string[];
}

test("what a form uploads is kept and stands in it as ids; it is attached once and in order", async () => {
  const viewer = await somebody();
  const [a, b] = await upload(viewer, "一", "二");
  const bid = randomUUID();
  await transact((tx) => linkFiles(tx, viewer, [b!, a!], "bid", bid));
  await transact((tx) => linkFiles(tx, viewer, [b!, a!], "bid", bid));
  expect((await filesOf("bid", [bid])).get(bid)!.map((f) => f.name)).toEqual(["1.txt", "0.txt"]);
  await transact((tx) => setFiles(tx, viewer, [a!], "bid", bid));
  expect((await filesOf("bid", [bid])).get(bid)!.map((f) => f.id)).toEqual([a]);
});

test("somebody else's file and a file already attached elsewhere are not found", async () => {
  const [viewer, other] = [await somebody(), await somebody()];
  const [theirs] = await upload(other, "他的");
  await expect(transact((tx) => linkFiles(tx, viewer, [theirs!], "bid", randomUUID()))).rejects.toMatchObject({ code: "notFound" });
  const [mine] = await upload(viewer, "我的");
  const ten = await Promise.allSettled(
    Array.from({ length: 10 }, () => randomUUID()).map((id) => transact((tx) => linkFiles(tx, viewer, [mine!], "bid", id))),
  );
  expect(ten.filter((r) => r.status === "fulfilled")).toHaveLength(1);
});

test("a visitor may not upload, and what cannot be read is refused", async () => {
  const form = new FormData();
  form.append("files[]", new File(["x"], "x.txt"));
  await expect(receiveForm(new Request("http://x/", { method: "POST", body: form }), null)).rejects.toMatchObject({ code: "signInFirst" });
  const broken = new Request("http://x/", {
    method: "POST",
    body: "--x\r\nbroken",
    headers: { "content-type": "multipart/form-data; boundary=y" },
  });
  await expect(receiveForm(broken, null)).rejects.toMatchObject({ code: "unreadable" });
});

test("too many files end the reading", async () => {
  const viewer = await somebody();
  await expect(upload(viewer, ...Array.from({ length: 11 }, (_, i) => `f${i}`))).rejects.toMatchObject({ code: "tooManyFiles" });
});

test("what was never attached goes after thirty days, what was attached stays", async () => {
  const viewer = await somebody();
  const [loose, kept] = await upload(viewer, "散", "存");
  await transact((tx) => linkFiles(tx, viewer, [kept!], "bid", randomUUID()));
  const { storageKey } = await db.file.findUniqueOrThrow({ where: { id: loose! } });
  const now = await appNow();
  await sweepFiles(new Date(now.getTime() + 29 * 86_400_000));
  expect(await db.file.count({ where: { id: loose! } })).toBe(1);
  await sweepFiles(new Date(now.getTime() + 31 * 86_400_000));
  expect(await db.file.count({ where: { id: { in: [loose!, kept!] } } })).toBe(1);
  expect(await storage.get(storageKey)).toBeNull();
});
