import type { zh } from "#app/i18n/zh.ts";

export type ActName = keyof (typeof zh)["reconcile"]["manual"]["act"];
export const manualTones = { PROPOSED: "warn", APPROVED: "ok", REFUSED: "danger", WITHDRAWN: "neutral", EXPIRED: "neutral" } as const;
export const absolute = (fen: bigint) => (fen < 0n ? -fen : fen);
