import type { posting as zh } from "#app/i18n/tasks/posting.zh.ts";

export const posting = {} satisfies typeof zh;
