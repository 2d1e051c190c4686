import type { fulfilling as zh, fulfillingNotice as zhNotice } from "#app/i18n/campaigns/fulfilling.zh.ts";

export const fulfilling = {} satisfies typeof zh;

export const fulfillingNotice = {} satisfies typeof zhNotice;
