import type { choosing as zh } from "#app/i18n/tasks/choosing.zh.ts";

export const choosing = {} satisfies typeof zh;
