import { z } from "zod";
import { policy } from "#app/campaigns/policy.ts";
import type { Flow } from "#app/flow.ts";
import { id, line, optionalText, whole } from "#app/form.ts";

/** A parcel of a pledge; a pledge may have several. Signed is what the carrier says, confirmed what the backer says (or the rule, later). */
export const shipmentStates = ["NOT_STARTED", "IN_PROGRESS", "SHIPPED", "DELAYED", "DELIVERED"] as const;
export type ShipmentState = (typeof shipmentStates)[number];

export const shipmentFlow = {
  prepareBatch: { by: "creator", from: "NOT_STARTED", to: "IN_PROGRESS" },
  shipPledge: { by: "creator", from: ["NOT_STARTED", "IN_PROGRESS"], to: "SHIPPED" },
  delayShipment: { by: "creator", from: "SHIPPED", to: "DELAYED" },
  markSigned: { by: "creator", from: ["SHIPPED", "DELAYED"], to: "SHIPPED" },
  confirmReceipt: { by: ["backer", "clock"], from: ["SHIPPED", "DELAYED"], to: "DELIVERED", at: "signedAt" },
} as const satisfies Flow<ShipmentState>;
export type ShipmentVerb = keyof typeof shipmentFlow;
/** The parcel has left: the address stands, and a refund on request is over. */
export const sentStates: readonly ShipmentState[] = ["SHIPPED", "DELAYED", "DELIVERED"];

export const carriers = ["SF", "EMS", "JD", "ZTO", "YTO", "STO", "YUNDA", "JT", "DEPPON", "PICKUP", "OTHER"] as const;
export type Carrier = (typeof carriers)[number];
/** What people write for a carrier, in either language. */
const carrierNames: Record<Carrier, readonly string[]> = {
  SF: ["sf", "顺丰", "顺丰速运", "sf express"],
  EMS: ["ems", "邮政", "中国邮政", "邮政快递", "china post"],
  JD: ["jd", "京东", "京东物流", "京东快递", "jd logistics"],
  ZTO: ["zto", "中通", "中通快递"],
  YTO: ["yto", "圆通", "圆通速递"],
  STO: ["sto", "申通", "申通快递"],
  YUNDA: ["yunda", "韵达", "韵达快递"],
  JT: ["jt", "j&t", "极兔", "极兔速递"],
  DEPPON: ["deppon", "德邦", "德邦快递"],
  PICKUP: ["pickup", "自提", "现场领取"],
  OTHER: ["other", "其他"],
};
export const carrierOf = (text: string): Carrier | null =>
  carriers.find((key) => carrierNames[key].includes(text.trim().toLowerCase())) ?? null;

const MAX_NUMBERS = 10;
const trackingNo = /^[A-Za-z0-9-]{6,40}$/;
/** "SF100 SF101; SF102" → its numbers, or null when one of them cannot be one. */
export function trackingNosOf(text: string): string[] | null {
  const all = [...new Set(text.split(/[\s,;，；、|]+/).filter(Boolean))].map((no) => no.toUpperCase());
  return all.length <= MAX_NUMBERS && all.every((no) => trackingNo.test(no)) ? all : null;
}

const trackingNos = z
  .string()
  .max(500)
  .default("")
  .transform((text, ctx) => {
    const read = trackingNosOf(text);
    if (read) return read;
    ctx.addIssue({ code: "custom", message: JSON.stringify({ code: "trackingNo" }) });
    return z.NEVER;
  });

export const ShipOne = z.object({ pledgeId: id, carrier: z.enum(carriers), trackingNos, note: optionalText(200) }).strict();
export const ImportShipments = z.object({ text: z.string().max(400_000).default(""), files: z.array(id).max(1).default([]) }).strict();
export const OnShipment = z.object({ shipmentId: id }).strict();
export const DelayShipment = z.object({ shipmentId: id, note: line(200) }).strict();
export const MarkSigned = z.object({ text: z.string().min(1).max(400_000) }).strict();

export type ImportRow = { line: number; queueNo: number | null; pledgeId: string | null; carrier: Carrier; trackingNos: string[] };

const cells = (text: string) => {
  const separator = text.includes("\t") ? "\t" : /[,，]/.test(text) ? /[,，]/ : /\s+/;
  return text.split(separator).map((cell) => cell.trim().replace(/^['"]+|['"]+$/g, ""));
};
const isHead = (first: string) => !/^\d+$/.test(first) && !/^[0-9a-f-]{36}$/.test(first);

/**
 * Pasted or uploaded lines: queue number (or pledge id), carrier, tracking numbers. Commas, tabs or blanks between; a first line of names is
 * skipped. Lines that cannot be read are named by their number, and then nothing is taken.
 */
export function readImport(text: string): { rows: ImportRow[]; wrong: number[] } {
  const rows: ImportRow[] = [];
  const wrong: number[] = [];
  for (const [i, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (!raw.trim()) continue;
    const [who = "", by = "", ...rest] = cells(raw);
    if (rows.length === 0 && wrong.length === 0 && isHead(who)) continue;
    const carrier = carrierOf(by);
    const numbers = trackingNosOf(rest.join(" "));
    const known = /^\d{1,9}$/.test(who) || z.uuid().safeParse(who).success;
    if (!known || !carrier || !numbers || (numbers.length === 0 && carrier !== "PICKUP")) wrong.push(i + 1);
    else
      rows.push({
        line: i + 1,
        queueNo: /^\d+$/.test(who) ? Number(who) : null,
        pledgeId: /^\d+$/.test(who) ? null : who,
        carrier,
        trackingNos: numbers,
      });
  }
  return { rows, wrong };
}

/** When the parcel was in the backer's hands: as the backer said; by the rule, when the carrier says. */
export const receivedAt = (s: { signedAt: Date | null; confirmedAt: Date | null; byRule: boolean }) =>
  s.byRule ? s.signedAt : (s.confirmedAt ?? s.signedAt);
/** When it confirms itself. */
export const confirmsAt = (s: { signedAt: Date | null }) => (s.signedAt ? new Date(s.signedAt.getTime() + policy.autoConfirmMs) : null);

/** Batches: "queue 1 to 200". */
export const PlanBatches = z
  .object({
    size: whole(1, 100_000),
    everyDays: whole(1, 90),
    firstAt: z.iso.date().transform((day) => new Date(`${day}T18:00:00+08:00`)),
  })
  .strict();
export const MoveBatch = z
  .object({
    batchId: id,
    title: line(40),
    plannedAt: z.iso.date().transform((day) => new Date(`${day}T18:00:00+08:00`)),
    note: optionalText(300),
  })
  .strict();
export const OnBatch = z.object({ batchId: id }).strict();
