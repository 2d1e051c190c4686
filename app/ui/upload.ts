import { useCallback, useState } from "react";
import type { FileItem } from "#app/files/file.ts";

export type Upload = {
  key: number;
  name: string;
  sizeBytes: number;
  percent: number;
  held?: FileItem;
  wrong?: { code: string; params: object };
};
type Answer = { files?: FileItem[]; refusal?: { code: string; params: object } };

/** Sends one file by itself, telling how far it is (fetch cannot). */
function send(file: File, tell: (percent: number) => void): Promise<Answer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file);
    request.upload.onprogress = (event) => event.lengthComputable && tell(Math.floor((event.loaded / event.total) * 100));
    request.onload = () => resolve((request.response as Answer | null) ?? { refusal: { code: "unreadable", params: {} } });
    request.onerror = () => resolve({});
    request.responseType = "json";
    request.open("POST", "/files");
    request.send(form);
  });
}

let last = 0;
const arrived = (held: FileItem): Upload => ({ key: ++last, name: held.name, sizeBytes: held.sizeBytes, percent: 100, held });

/** Files on their way and files that arrived, one at a time on the wire each. */
export function useUploads(initial: readonly FileItem[]) {
  const [uploads, setUploads] = useState<Upload[]>(() => initial.map(arrived));
  const change = useCallback((key: number, next: Partial<Upload>) => {
    setUploads((now) => now.map((upload) => (upload.key === key ? { ...upload, ...next } : upload)));
  }, []);
  const add = useCallback(
    async (files: readonly File[]) => {
      const fresh = files.map((file) => ({ file, key: ++last }));
      setUploads((now) => [...now, ...fresh.map(({ file, key }) => ({ key, name: file.name, sizeBytes: file.size, percent: 0 }))]);
      for (const { file, key } of fresh) {
        const answer = await send(file, (percent) => change(key, { percent }));
        const held = answer.files?.[0];
        change(key, held ? { percent: 100, held } : { wrong: answer.refusal ?? { code: "uploadFailed", params: {} } });
      }
    },
    [change],
  );
  const remove = useCallback((key: number) => setUploads((now) => now.filter((upload) => upload.key !== key)), []);
  const restart = useCallback((held: readonly FileItem[]) => setUploads(held.map(arrived)), []);
  return { uploads, add, remove, restart, busy: uploads.some((upload) => !upload.held && !upload.wrong) };
}
