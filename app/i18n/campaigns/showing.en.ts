import type { showing as zh, showingNotice as zhNotice } from "#app/i18n/campaigns/showing.zh.ts";

export const showing = {} satisfies typeof zh;

export const showingNotice = {} satisfies typeof zhNotice;
