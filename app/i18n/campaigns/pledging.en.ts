import type { pledging as zh, pledgingNotice as zhNotice } from "#app/i18n/campaigns/pledging.zh.ts";

export const pledging = {} satisfies typeof zh;

export const pledgingNotice = {} satisfies typeof zhNotice;
