import type { bidding as zh } from "#app/i18n/tasks/bidding.zh.ts";

export const bidding = {} satisfies typeof zh;
