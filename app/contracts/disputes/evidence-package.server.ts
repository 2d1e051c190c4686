import { createHash } from "node:crypto";
import { makeZip } from "client-zip";
import { canonical } from "#app/contracts/contract.ts";
import type { CaseFile } from "#app/contracts/disputes/case-file.server.ts";
import { indexPage } from "#app/contracts/disputes/package-index.server.ts";
import { cleanName } from "#app/files/file.ts";
import { storage } from "#app/files/storage.server.ts";

/** A file of the package as the manifest lists it. `recordedSha256` is what was recorded when somebody uploaded it. */
export type Listed = { path: string; sizeBytes: number; sha256: string; name?: string; uploadedAt?: Date; recordedSha256?: string };
type Entry = { name: string; input: string | AsyncIterable<Uint8Array>; lastModified: Date };

const folders: Record<string, string> = { delivery: "deliveries", message: "messages", dispute: "dispute" };

/** Where each attached file stands in the package. Names are kept, made safe, and told apart by a number. */
export function placesOf(links: CaseFile["links"]) {
  const places = new Map<string, string>();
  for (const [i, { subjectType, file }] of links.entries())
    if (!places.has(file.id))
      places.set(file.id, `${folders[subjectType]}/files/${String(i + 1).padStart(3, "0")}-${cleanName(file.name)}`);
  return places;
}

/**
 * The whole case as a zip, streamed: records, every attached file, a readable index, a manifest with each file's SHA-256, and the same sums
 * as `sha256sum -c` reads them. Hashes are taken of the bytes that are sent, not of what they should be.
 */
export function evidencePackage(file: CaseFile, madeAt: Date): ReadableStream<Uint8Array> {
  return makeZip(entriesOf(file, madeAt));
}

const text = (value: unknown) => `${JSON.stringify(value, (_, v) => (typeof v === "bigint" ? String(v) : v), 2)}\n`;
const sha256 = (of: string | Uint8Array) => createHash("sha256").update(of).digest("hex");

async function* entriesOf(file: CaseFile, madeAt: Date): AsyncGenerator<Entry> {
  const listed: Listed[] = [];
  const missing: { path: string; name: string; sha256: string }[] = [];
  const places = placesOf(file.links);
  const record = (name: string, input: string): Entry => {
    listed.push({ path: name, sizeBytes: Buffer.byteLength(input), sha256: sha256(input) });
    return { name, input, lastModified: madeAt };
  };
  for (const [name, input] of recordsOf(file)) yield record(name, input);
  for (const [id, path] of places) {
    const { name, storageKey, sha256: recordedSha256, createdAt } = file.links.find((l) => l.file.id === id)!.file;
    const bytes = await storage.get(storageKey);
    if (bytes)
      yield {
        name: path,
        lastModified: createdAt,
        input: listing(bytes, (sums) => listed.push({ path, ...sums, name, uploadedAt: createdAt, recordedSha256 })),
      };
    else missing.push({ path, name, sha256: recordedSha256 });
  }
  yield record("index.html", indexPage(file, { madeAt, places, listed, missing }));
  const about = { format: "jincheng-evidence-1", disputeId: file.page.id, contractId: file.page.contract.id, madeAt };
  yield record("manifest.json", text({ ...about, files: listed, missing }));
  const sums = listed.map(({ path, sha256: sum }) => `${sum}  ${path}\n`).join("");
  yield { name: "SHA256SUMS", input: sums, lastModified: madeAt };
}

/** Passes bytes through and says afterwards how many they were and what they hash to. */
async function* listing(bytes: ReadableStream<Uint8Array>, done: (sums: { sizeBytes: number; sha256: string }) => void) {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of bytes as unknown as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    yield chunk;
  }
  done({ sizeBytes, sha256: hash.digest("hex") });
}

/** The records as data. The contract and every earlier version stand in the canonical form: their SHA-256 is what both signed. */
function recordsOf({ page, signed, transitions, messages, timeline }: CaseFile): [string, string][] {
  const { milestone, contract, evidence, offers, decisions, turn: _, mayAct: __, viewerSide: ___, ...dispute } = page;
  const { body, versions, ...signatures } = signed;
  const side = (orgId: string) => (orgId === contract.employerId ? "EMPLOYER" : "PROVIDER");
  const { deliveries, ...stage } = milestone;
  return [
    ["contract/contract.json", canonical(body)],
    ...versions.map((v): [string, string] => [`contract/version-${v.n}.json`, canonical(v.body)]),
    ["contract/signatures.json", text({ ...signatures, parties: { employer: contract.employer.name, provider: contract.provider.name } })],
    ["contract/stage.json", text(stage)],
    ["deliveries/deliveries.json", text(deliveries)],
    ["messages/messages.json", text(messages.map(({ orgId, ...m }) => ({ side: side(orgId), ...m })))],
    ["dispute/dispute.json", text({ ...dispute, evidence, offers, decisions: decisions.map(({ byViewer: _by, ...d }) => d) })],
    ["dispute/timeline.json", text(timeline)],
    ["transitions.json", text(transitions)],
  ];
}
