// What a backup says about itself. Its own hash stands in a file beside it.
import { createHash, hkdfSync } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { Unready } from "#sandbox/postgres.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Manifest = z.object({
  version: z.literal(1),
  /** The moment by the product's clock of the one state that all tables show. */
  at: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  tables: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      columns: z.array(z.string()),
      order: z.array(z.string()),
      where: z.string(),
      file: z.string(),
      rows: z.number(),
      sha256,
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
  /** The files of people, whether they are kept in a folder or in a bucket. kept: false in backups of a bucket that were made without them. */
  files: z.object({ kept: z.boolean(), missing: z.array(z.string()), list: z.array(z.object({ key: z.string(), sha256 })) }),
  /** What a town's own payment service remembers, as it was after the tables; a real one keeps its own. */
  channel: z.object({ file: z.string(), sha256 }).nullable().default(null),
  /** Tells whether a secret is the one that the encrypted columns need; the secret itself is kept elsewhere. */
  secret: z.string(),
});
export type Manifest = z.output<typeof Manifest>;

export async function fileHash(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

export const hashOf = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");
/** A mark of a secret from which nothing of it can be told. */
export const markOf = (secret: string) => Buffer.from(hkdfSync("sha256", secret, "jincheng", "backup mark v1", 16)).toString("hex");

export async function writeManifest(folder: string, manifest: Manifest) {
  const text = JSON.stringify(manifest, null, 1);
  await writeFile(path.join(folder, "manifest.json"), text);
  await writeFile(path.join(folder, "manifest.sha256"), `${hashOf(text)}\n`);
}

export async function readManifest(folder: string): Promise<Manifest> {
  const read = (name: string) =>
    readFile(path.join(folder, name), "utf8").catch(() => {
      throw new Unready(`${folder} 不是完整的备份（缺少 ${name}）。${folder} is not a whole backup: ${name} is missing.`);
    });
  const [text, hash] = [await read("manifest.json"), await read("manifest.sha256")];
  if (hashOf(text) !== hash.trim()) throw damaged("manifest.json");
  const parsed = Manifest.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Unready("备份的格式无法识别。The format of this backup is not known.");
  return parsed.data;
}

export const damaged = (what: string) =>
  new Unready(`备份已损坏：${what} 与其哈希不符。The backup is damaged: ${what} does not have its hash.`);
