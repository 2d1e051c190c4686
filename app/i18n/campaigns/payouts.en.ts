import type { payouts as zh, payoutsNotice as zhNotice } from "#app/i18n/campaigns/payouts.zh.ts";

export const payouts = {} satisfies typeof zh;

export const payoutsNotice = {} satisfies typeof zhNotice;
