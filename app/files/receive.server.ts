import { createHash, randomUUID } from "node:crypto";
import {
  type FileUpload,
  FormDataParseError,
  MaxFileSizeExceededError,
  MaxFilesExceededError,
  MaxPartsExceededError,
  MaxTotalSizeExceededError,
  parseFormData,
} from "@remix-run/form-data-parser";
import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";
import { db } from "#app/db.server.ts";
import { cleanName, fileLimits, imageMimes, otherMimes, textEndings } from "#app/files/file.ts";
import { storage } from "#app/files/storage.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow } from "#app/transact.server.ts";

/**
 * Reads a form. Files are judged and kept as they arrive, and stand in the form as the ids of their File rows, owned by the viewer; so a
 * form that comes back with a complaint still holds what was uploaded. Too large or too many ends the reading at once.
 */
export async function receiveForm(request: Request, viewer: Viewer | null): Promise<FormData> {
  const limits = {
    maxFiles: fileLimits.maxFiles,
    maxFileSize: fileLimits.maxBytes,
    maxTotalSize: fileLimits.maxTotalBytes,
    maxParts: fileLimits.maxFields,
  };
  try {
    return await parseFormData(request, limits, async (upload) => {
      if (!upload.size) return null;
      if (!viewer) throw new Refusal("signInFirst");
      return (await keep(upload, viewer)).id;
    });
  } catch (e) {
    throw refusalOf(e);
  }
}

function refusalOf(e: unknown): unknown {
  if (e instanceof Refusal) return e;
  const maxMb = fileLimits.maxBytes / 1024 / 1024;
  if (e instanceof MaxFileSizeExceededError) return new Refusal("fileTooLarge", { name: "", maxMb });
  if (e instanceof MaxFilesExceededError) return new Refusal("tooManyFiles", { max: fileLimits.maxFiles });
  if (e instanceof MaxTotalSizeExceededError || e instanceof MaxPartsExceededError) return new Refusal("payloadTooLarge");
  if (e instanceof FormDataParseError || e instanceof TypeError) return new Refusal("unreadable");
  return e;
}

/** Judges one file by its bytes and keeps it. Refuses what is not on the list. */
async function keep(upload: FileUpload, viewer: Viewer) {
  const name = cleanName(upload.name);
  const judged = await judge(new Uint8Array(await upload.arrayBuffer()), name);
  const storageKey = randomUUID();
  await storage.put(storageKey, judged.bytes, judged.mime);
  return db.file.create({
    data: {
      ownerId: viewer.userId,
      name,
      mime: judged.mime,
      sizeBytes: judged.bytes.byteLength,
      sha256: createHash("sha256").update(judged.bytes).digest("hex"),
      storageKey,
      width: judged.width ?? null,
      height: judged.height ?? null,
      createdAt: await appNow(),
    },
    select: { id: true },
  });
}

type Judged = { bytes: Uint8Array; mime: string; width?: number; height?: number };

export async function judge(bytes: Uint8Array, name: string): Promise<Judged> {
  const refused = new Refusal("fileType", { name });
  const sniffed = (await fileTypeFromBuffer(bytes))?.mime;
  const mime = sniffed === "application/zip" && isOfd(bytes) ? "application/ofd" : sniffed;
  if (mime && mime in imageMimes) return encodeAnew(bytes, imageMimes[mime]!, refused);
  if (mime) {
    if (!otherMimes.has(mime)) throw refused;
    return { bytes, mime };
  }
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  if (!textEndings.has(ending) || !isText(bytes)) throw refused;
  return { bytes, mime: "text/plain; charset=utf-8" };
}

async function encodeAnew(bytes: Uint8Array, format: "png" | "jpeg" | "webp" | "gif", refused: Refusal): Promise<Judged> {
  try {
    const image = sharp(bytes, { limitInputPixels: fileLimits.maxPixels, animated: format === "gif" }).rotate();
    const { data, info } = await image.toFormat(format, format === "jpeg" ? { quality: 90 } : {}).toBuffer({ resolveWithObject: true });
    return { bytes: data, mime: `image/${format}`, width: info.width, height: info.pageHeight ?? info.height };
  } catch {
    throw refused;
  }
}

function isText(bytes: Uint8Array): boolean {
  try {
    return !/[^\P{Cc}\t\n\v\f\r]/u.test(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

/** An OFD document (GB/T 33190) is a zip with OFD.xml at its root: one of the entries of its directory has exactly that name. */
export function isOfd(bytes: Uint8Array): boolean {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ENTRY = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
  for (let at = zip.indexOf(ENTRY); at >= 0 && at + 46 <= zip.length; at = zip.indexOf(ENTRY, at + 4))
    if (zip.toString("latin1", at + 46, at + 46 + zip.readUInt16LE(at + 28)) === "OFD.xml") return true;
  return false;
}
