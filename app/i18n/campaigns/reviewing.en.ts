import type { reviewing as zh, reviewingNotice as zhNotice } from "#app/i18n/campaigns/reviewing.zh.ts";

export const reviewing = {} satisfies typeof zh;

export const reviewingNotice = {} satisfies typeof zhNotice;
