import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { AwsClient } from "aws4fetch";

/** Where the bytes of files are kept, by key. `get` answers null for a key that is not there. */
export type Storage = {
  put(key: string, bytes: Uint8Array, mime: string): Promise<void>;
  get(key: string): Promise<ReadableStream | null>;
  remove(key: string): Promise<void>;
};

/** Files in a folder outside the web root; a write is whole or absent. */
export function folderStorage(root: string): Storage {
  const at = (key: string) => path.join(root, key.slice(0, 2), key);
  return {
    async put(key, bytes) {
      const to = at(key);
      await mkdir(path.dirname(to), { recursive: true });
      // Two may write the same key at once, as with a thumbnail that two people ask for first.
      const part = `${to}.${randomUUID()}.part`;
      await writeFile(part, bytes);
      await rename(part, to);
    },
    async get(key) {
      const from = at(key);
      if (!(await stat(from).catch(() => null))) return null;
      return Readable.toWeb(createReadStream(from)) as ReadableStream;
    },
    remove: (key) => rm(at(key), { force: true }),
  };
}

/** Files in an S3-compatible bucket: https://KEY:SECRET@host/bucket?region=... */
export function bucketStorage(address: string): Storage {
  const url = new URL(address);
  const client = new AwsClient({
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    region: url.searchParams.get("region") ?? "us-east-1",
    service: "s3",
  });
  const at = (key: string) => `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, "")}/${key}`;
  const must = async (answer: Response, ...good: number[]) => {
    if (!answer.ok && !good.includes(answer.status))
      throw new Error(`file storage answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
    return answer;
  };
  return {
    async put(key, bytes, mime) {
      await must(await client.fetch(at(key), { method: "PUT", body: bytes as BodyInit, headers: { "content-type": mime } }));
    },
    async get(key) {
      const answer = await must(await client.fetch(at(key)), 404);
      return answer.status === 404 ? null : answer.body;
    },
    async remove(key) {
      await must(await client.fetch(at(key), { method: "DELETE" }), 404);
    },
  };
}
