// People's files, wherever they are kept: in a folder or in a bucket.
import { readdir, readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { bucketStorage, folderStorage, type Storage } from "#app/files/stores.server.ts";
import { hashOf } from "#sandbox/backup/manifest.ts";
import { Unready } from "#sandbox/postgres.ts";

type Kept = { key: string; sha256: string };
export type Files = {
  /** Null for one that is not there. */
  read(key: string): Promise<Readable | null>;
  write(key: string, from: string, mime: string): Promise<void>;
  /** Refuses where something would be written over. */
  mustTake(list: readonly Kept[]): Promise<void>;
};

const over = (storage: Storage) => ({
  async read(key: string) {
    const bytes = await storage.get(key);
    return bytes ? Readable.fromWeb(bytes as ReadableStream) : null;
  },
  write: async (key: string, from: string, mime: string) => storage.put(key, await readFile(from), mime),
});

export const filesInFolder = (dir: string): Files => ({
  ...over(folderStorage(dir)),
  async mustTake() {
    const there = await readdir(dir).catch(() => []);
    if (there.length > 0) throw new Unready(`文件夹 ${dir} 不是空的。The folder ${dir} is not empty.`);
  },
});

/** A bucket may still hold what it held: the same bytes under the same key are taken as they are, others are never written over. */
export function filesInBucket(address: string): Files {
  const { read, write } = over(bucketStorage(address));
  return {
    read,
    write,
    async mustTake(list) {
      for (const { key, sha256 } of list) {
        const there = await read(key);
        if (there && hashOf(Buffer.concat(await there.toArray())) !== sha256)
          throw new Unready(`存储桶中的 ${key} 内容不同，不会覆盖。${key} in the bucket is another file: nothing is ever written over.`);
      }
    },
  };
}
