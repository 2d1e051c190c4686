import type { words as zh } from "#app/i18n/tasks/words.zh.ts";

export const words = {} satisfies typeof zh;
