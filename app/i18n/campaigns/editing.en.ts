import type { editing as zh, editingNotice as zhNotice } from "#app/i18n/campaigns/editing.zh.ts";

export const editing = {} satisfies typeof zh;

export const editingNotice = {} satisfies typeof zhNotice;
