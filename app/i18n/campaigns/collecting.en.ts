import type { collecting as zh, collectingNotice as zhNotice } from "#app/i18n/campaigns/collecting.zh.ts";

export const collecting = {} satisfies typeof zh;

export const collectingNotice = {} satisfies typeof zhNotice;
