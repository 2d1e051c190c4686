import sharp from "sharp";
import { fileLimits, imageMimes } from "#app/files/file.ts";
import { storage } from "#app/files/storage.server.ts";

type Served = { name: string; mime: string; storageKey: string; sizeBytes: number };

/**
 * A file as an answer. Pictures that were encoded by us may be shown; everything else is only ever a download, and nothing it holds can
 * run on our pages (nosniff, sandbox).
 */
export async function serveFile(file: Served, { thumb, cache }: { thumb: boolean; cache: "public" | "private" }): Promise<Response | null> {
  const shown = file.mime in imageMimes;
  const asThumb = thumb && shown;
  const body = asThumb ? await thumbnail(file) : await storage.get(file.storageKey);
  if (!body) return null;
  return new Response(body as BodyInit, {
    headers: {
      "Content-Type": asThumb ? "image/webp" : file.mime,
      "Content-Disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cache-Control": cache === "public" ? "public, max-age=31536000, immutable" : "private, max-age=300",
      ...(asThumb ? {} : { "Content-Length": String(file.sizeBytes) }),
    },
  });
}

/** Made at the first request and kept beside the picture. */
async function thumbnail(file: Served): Promise<ReadableStream | null> {
  const key = `${file.storageKey}.thumb`;
  const kept = await storage.get(key);
  if (kept) return kept;
  const original = await storage.get(file.storageKey);
  if (!original) return null;
  const bytes = await sharp(await new Response(original).arrayBuffer(), { limitInputPixels: fileLimits.maxPixels })
    .resize({ width: fileLimits.thumbPixels, height: fileLimits.thumbPixels, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer();
  await storage.put(key, bytes, "image/webp");
  return new Blob([new Uint8Array(bytes)]).stream();
}
