import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { cleanName } from "#app/files/file.ts";
import { judge } from "#app/files/receive.server.ts";
import { bucketStorage, folderStorage } from "#app/files/stores.server.ts";

const text = (s: string) => new TextEncoder().encode(s);

test("a name keeps no path, no control characters, and its ending", () => {
  expect(cleanName("../../etc/passwd")).toBe("passwd");
  expect(cleanName("C:\\图纸\\外壳\u0000.dwg")).toBe("外壳.dwg");
  expect(cleanName("")).toBe("file");
  expect(cleanName(`${"长".repeat(200)}.pdf`)).toMatch(/^长{116}\.pdf$/);
});

test("a file's kind is what its bytes say", async () => {
  const png = await sharp({ create: { width: 4, height: 3, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  expect(await judge(png, "a.txt")).toMatchObject({ mime: "image/png", width: 4, height: 3 });
  expect(await judge(text("甲,乙\n1,2\n"), "table.csv")).toMatchObject({ mime: "text/plain; charset=utf-8" });
  await expect(judge(text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "a.svg")).rejects.toMatchObject({
    code: "fileType",
  });
  await expect(judge(text("<script>alert(1)</script>"), "a.html")).rejects.toMatchObject({ code: "fileType" });
  await expect(judge(Buffer.from("4d5a90000300000004000000ffff0000", "hex"), "a.pdf")).rejects.toMatchObject({ code: "fileType" });
  await expect(judge(new Uint8Array([0, 1, 2, 3]), "a.txt")).rejects.toMatchObject({ code: "fileType" });
});

test("a picture's hidden data is dropped", async () => {
  const marked = await sharp({ create: { width: 4, height: 4, channels: 3, background: "red" } })
    .withExif({ IFD0: { Copyright: "secret place" } })
    .jpeg()
    .toBuffer();
  expect(marked.includes("secret place")).toBe(true);
  expect(Buffer.from((await judge(marked, "a.jpg")).bytes).includes("secret place")).toBe(false);
});

test("many may write one key at once", async () => {
  const folder = folderStorage(mkdtempSync(path.join(tmpdir(), "files-")));
  await Promise.all(Array.from({ length: 20 }, () => folder.put("same", text("内容"), "text/plain")));
  expect(await new Response(await folder.get("same")).text()).toBe("内容");
});

test("a bucket keeps, gives and removes by signed requests", async () => {
  const kept = new Map<string, Buffer>();
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    if (!/^AWS4-HMAC-SHA256 Credential=key\//.test(req.headers.authorization ?? "")) return res.writeHead(403).end();
    if (req.method === "PUT") kept.set(req.url!, Buffer.concat(chunks));
    if (req.method === "DELETE") kept.delete(req.url!);
    const body = kept.get(req.url!);
    if (req.method === "GET" && !body) return res.writeHead(404).end();
    res.writeHead(200).end(req.method === "GET" ? body : undefined);
  });
  await new Promise<void>((ok) => server.listen(0, "127.0.0.1", ok));
  const bucket = bucketStorage(`http://key:secret@127.0.0.1:${(server.address() as AddressInfo).port}/jincheng?region=cn-north-1`);
  await bucket.put("one", text("内容"), "text/plain");
  expect(await new Response(await bucket.get("one")).text()).toBe("内容");
  await bucket.remove("one");
  expect(await bucket.get("one")).toBeNull();
  server.closeAllConnections();
  server.close();
});
