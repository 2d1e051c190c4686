/** Limits of what may be sent, and which kinds of files are accepted. A file's kind is what its bytes say, never its name. */
const MB = 1024 * 1024;
export const fileLimits = {
  maxBytes: 100 * MB,
  maxTotalBytes: 110 * MB,
  maxFiles: 10,
  maxFields: 500,
  maxPixels: 60_000_000,
  thumbPixels: 640,
};

/** Images are encoded anew (which drops hidden data such as places); others are kept as they came and only ever downloaded. */
export const imageMimes: Record<string, "png" | "jpeg" | "webp" | "gif"> = {
  "image/png": "png",
  "image/jpeg": "jpeg",
  "image/webp": "webp",
  "image/gif": "gif",
};

export const otherMimes = new Set([
  "application/pdf",
  "application/zip",
  "application/x-7z-compressed",
  "application/vnd.rar",
  "application/x-rar-compressed",
  "application/gzip",
  "application/x-cfb",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/xml",
  "application/ofd",
  "application/postscript",
  "image/vnd.adobe.photoshop",
  "image/vnd.dwg",
  "image/heic",
  "image/avif",
  "image/tiff",
  "model/gltf-binary",
  "video/mp4",
  "video/quicktime",
  "audio/mpeg",
  "audio/mp4",
]);

/** Plain text has no signature: it is told by its ending and by being valid UTF-8 without control bytes. */
export const textEndings = new Set(["txt", "md", "csv", "json", "srt", "log"]);

/** What an <input type="file"> offers; the server decides by content all the same. */
export const acceptAttribute =
  "image/png,image/jpeg,image/webp,image/gif,.pdf,.zip,.7z,.rar,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.ai,.psd,.dwg,.mp4,.mov,.mp3,.txt,.md,.csv,.json";

export type SubjectType =
  | "task"
  | "bid"
  | "delivery"
  | "message"
  | "dispute"
  | "portfolio"
  | "avatar"
  | "realName"
  | "campaign"
  | "campaignUpdate"
  | "defect"
  | "stageEvidence"
  | "invoice"
  | "claim"
  | "claimAnswer";
export type FileItem = { id: string; name: string; mime: string; sizeBytes: number; href: string };

/** A name that is safe in a header and a folder: no path, no control characters, at most 120 characters, its ending kept. */
export function cleanName(name: string): string {
  const base =
    name
      .split(/[\\/]/)
      .at(-1)!
      .replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, "")
      .trim() || "file";
  if (base.length <= 120) return base;
  const ending = /\.[^.]{1,8}$/.exec(base)?.[0] ?? "";
  return base.slice(0, 120 - ending.length) + ending;
}
