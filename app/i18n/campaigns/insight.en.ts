import type { insight as zh, insightNotice as zhNotice } from "#app/i18n/campaigns/insight.zh.ts";

export const insight = {} satisfies typeof zh;

export const insightNotice = {} satisfies typeof zhNotice;
