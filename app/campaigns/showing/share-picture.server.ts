import { createHash } from "node:crypto";
import sharp, { type OverlayOptions } from "sharp";
import { lettering, linesOf, widthOf } from "#app/campaigns/showing/lettering.server.ts";
import type { SharedCampaign } from "#app/campaigns/showing/share.server.ts";
import { db } from "#app/db.server.ts";
import { fileLimits } from "#app/files/file.ts";
import { storage } from "#app/files/storage.server.ts";
import { en } from "#app/i18n/en.ts";
import { zh } from "#app/i18n/zh.ts";

/** What a link looks like where it is shared: Open Graph's usual size. */
const [WIDTH, HEIGHT] = [1200, 630];
const COVER = 600;
const EDGE = 48;
const INK = "#14242c";
const MUTED = "#4c5d66";
const RIVER = "#0f5468";

/** The picture of a campaign at its present quarter of the way; made once, kept beside the files. */
export async function sharePicture(campaign: SharedCampaign): Promise<Uint8Array> {
  const { id, title, tagline, creator, coverFileId, lifecycle, step } = campaign;
  const version = createHash("sha256")
    .update(JSON.stringify([id, title, tagline, creator, coverFileId, lifecycle, step, ownWords(campaign)]))
    .digest("hex");
  const key = `share-${version.slice(0, 40)}`;
  const kept = await storage.get(key);
  if (kept) return new Uint8Array(await new Response(kept).arrayBuffer());
  const picture = await draw(campaign);
  await storage.put(key, picture, "image/png");
  return picture;
}

async function draw(campaign: SharedCampaign): Promise<Uint8Array> {
  const layers: OverlayOptions[] = [];
  const cover = campaign.coverFileId ? await coverOf(campaign.coverFileId) : null;
  if (cover) layers.push({ input: cover, left: 0, top: 0 });
  layers.push({ input: Buffer.from(words(campaign)), left: 0, top: 0 });
  return new Uint8Array(
    await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: "#ffffff" } })
      .composite(layers)
      .png({ compressionLevel: 9, palette: false })
      .toBuffer(),
  );
}

async function coverOf(fileId: string): Promise<Buffer | null> {
  const file = await db.file.findUnique({ where: { id: fileId }, select: { storageKey: true } });
  const body = file && (await storage.get(file.storageKey));
  if (!body) return null;
  return sharp(await new Response(body).arrayBuffer(), { limitInputPixels: fileLimits.maxPixels })
    .resize({ width: COVER, height: HEIGHT, fit: "cover" })
    .toBuffer();
}

/** What the platform itself says on it, in both languages: nobody knows who will see it. */
export function ownWords({ lifecycle, step }: Pick<SharedCampaign, "lifecycle" | "step">) {
  const reached = ({ begun, full, step: at }: { begun: string; full: string; step: string }) =>
    step === 0 ? begun : step === 100 ? full : at.replace("{{percent}}", String(step));
  const both = (say: (of: typeof zh | typeof en) => string) => `${say(zh)} ${say(en)}`;
  return {
    state: both((of) => of.campaigns.lifecycle[lifecycle]),
    reached: both((of) => reached(of.campaigns.showing.share)),
    house: both((of) => of.ui.name),
  };
}

/** The side with the words: what it is, who makes it, how far it is. */
function words({ title, tagline, creator, lifecycle, step }: SharedCampaign): string {
  const { state, reached, house } = ownWords({ lifecycle, step });
  const x = COVER + EDGE;
  const width = WIDTH - x - EDGE;
  const parts: string[] = [];
  parts.push(`<rect x="${x}" y="${EDGE}" width="${widthOf(state, 24) + 36}" height="44" rx="22" fill="#f5e9d2"/>`);
  parts.push(lettering(state, { x: x + 18, y: EDGE + 31, size: 24, fill: "#774d13", bold: 60 }));
  let y = EDGE + 44 + 66;
  for (const line of linesOf(title, 52, width, 3)) {
    parts.push(lettering(line, { x, y, size: 52, fill: INK, bold: 62 }));
    y += 68;
  }
  y += 2;
  for (const line of linesOf(tagline, 27, width, 2)) {
    parts.push(lettering(line, { x, y, size: 27, fill: MUTED }));
    y += 40;
  }
  const foot = HEIGHT - EDGE;
  if (lifecycle !== "PRELAUNCH") {
    parts.push(lettering(reached, { x, y: foot - 104, size: 30, fill: RIVER, bold: 70 }));
    parts.push(`<rect x="${x}" y="${foot - 80}" width="${width}" height="14" rx="7" fill="#eef1f1"/>`);
    if (step > 0) parts.push(`<rect x="${x}" y="${foot - 80}" width="${(width * step) / 100}" height="14" rx="7" fill="#146880"/>`);
  }
  const houseWidth = widthOf(house, 28);
  const [by = ""] = linesOf(creator, 24, width - houseWidth - 24, 1);
  parts.push(lettering(by, { x, y: foot - 8, size: 24, fill: MUTED }));
  parts.push(lettering(house, { x: WIDTH - EDGE - houseWidth, y: foot - 8, size: 28, fill: RIVER, bold: 80 }));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${parts.join("")}</svg>`;
}
