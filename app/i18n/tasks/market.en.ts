import type { market as zh } from "#app/i18n/tasks/market.zh.ts";

export const market = {} satisfies typeof zh;
