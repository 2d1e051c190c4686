import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { caseFile } from "#app/contracts/disputes/case-file.server.ts";
import { evidencePackage } from "#app/contracts/disputes/evidence-package.server.ts";
import { openDispute } from "#app/contracts/disputes/open-dispute.server.ts";
import { respond } from "#app/contracts/disputes/respond.server.ts";
import { answersOf, dealAt, uploaded } from "#app/contracts/fixtures.ts";
import { submitDelivery } from "#app/contracts/milestones/submit-delivery.server.ts";
import { postMessage } from "#app/contracts/post-message.server.ts";
import { db } from "#app/db.server.ts";
import { storage } from "#app/files/storage.server.ts";
import { operator, person } from "#app/people/fixtures.ts";
import { appNow } from "#app/transact.server.ts";

/** The files of a zip that keeps them as they are, by their central directory. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06"));
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < zip.readUInt16LE(end + 10); i++) {
    const [size, name, extra, comment] = [zip.readUInt32LE(at + 20), ...[28, 30, 32].map((o) => zip.readUInt16LE(at + o))] as [
      number,
      number,
      number,
      number,
    ];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files.set(zip.toString("utf8", at + 46, at + 46 + name), zip.subarray(start, start + size));
    at += 46 + name + extra + comment;
  }
  return files;
}
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

async function filled() {
  const deal = await dealAt("WORKING", { employer: await person(), provider: await person() });
  const milestoneId = deal.stages[0]!;
  const source = await uploaded(deal.provider, "源文件 & <终稿>.txt");
  await submitDelivery(deal.provider.viewer, { milestoneId, note: "交付完成", answers: await answersOf(milestoneId), files: [source] });
  await postMessage(deal.employer.viewer, { contractId: deal.contractId, text: "单色稿在哪里？", files: [] });
  const claim = {
    milestoneId,
    amount: 200_000n,
    wanted: 140_000n,
    reason: "缺少<script>单色稿</script>一章",
    files: [await uploaded(deal.employer, "截图.txt")],
  };
  const disputeId = await openDispute(deal.employer.viewer, claim);
  const answer = { disputeId, share: 100, text: "单色稿在第三页", files: [await uploaded(deal.provider, "截图.txt")] };
  await respond(deal.provider.viewer, answer);
  return { deal, disputeId, source };
}
const packed = async (file: NonNullable<Awaited<ReturnType<typeof caseFile>>>) =>
  unzip(Buffer.from(await new Response(evidencePackage(file, await appNow())).arrayBuffer()));

it("an evidence package holds the whole case, and every file's sum is the one it lists", async () => {
  const { deal, disputeId } = await filled();
  const files = await packed((await caseFile(deal.provider.viewer, disputeId))!);
  const manifest = JSON.parse(files.get("manifest.json")!.toString()) as {
    files: { path: string; sha256: string; recordedSha256?: string }[];
  };
  const sums = files
    .get("SHA256SUMS")!
    .toString()
    .trim()
    .split("\n")
    .map((line) => line.split("  ") as [string, string]);
  expect(sums.map(([, path]) => path).sort()).toEqual([...files.keys()].filter((path) => path !== "SHA256SUMS").sort());
  for (const [sum, path] of sums) expect([path, sum]).toEqual([path, sha256(files.get(path)!)]);
  for (const { path, sha256: sum, recordedSha256 } of manifest.files) {
    expect(sum).toBe(sha256(files.get(path)!));
    if (path.includes("/files/")) expect(recordedSha256).toBe(sum);
  }
  expect([...files.keys()].filter((path) => path.includes("/files/"))).toHaveLength(3);
  // What both signed is in it to the letter.
  const { versionHash } = await db.contract.findUniqueOrThrow({ where: { id: deal.contractId } });
  expect(sha256(files.get("contract/contract.json")!)).toBe(versionHash);
  expect(sha256(files.get("contract/version-1.json")!)).toBe(versionHash);
  const index = files.get("index.html")!.toString();
  for (const said of ["单色稿在哪里？", "单色稿在第三页", "发起维权 / opened the dispute", "sha256sum -c SHA256SUMS"])
    expect(index).toContain(said);
  expect(index).not.toContain("<script>");
});

it("is for the sides and for operators; a file that is no longer stored is named with the hash that was recorded", async () => {
  const { deal, disputeId, source } = await filled();
  expect(await caseFile((await person()).viewer, disputeId)).toBeNull();
  const { storageKey, sha256: recorded } = await db.file.findUniqueOrThrow({ where: { id: source } });
  await storage.remove(storageKey);
  const files = await packed((await caseFile((await operator()).viewer, disputeId))!);
  const { missing } = JSON.parse(files.get("manifest.json")!.toString()) as { missing: { sha256: string }[] };
  expect(missing.map((m) => m.sha256)).toEqual([recorded]);
  expect([...files.keys()].filter((path) => path.includes("/files/"))).toHaveLength(2);
  expect(deal.stages).toHaveLength(2);
});
