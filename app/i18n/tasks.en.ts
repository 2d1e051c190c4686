import { bidding } from "#app/i18n/tasks/bidding.en.ts";
import { categories } from "#app/i18n/tasks/categories.en.ts";
import { choosing } from "#app/i18n/tasks/choosing.en.ts";
import { market } from "#app/i18n/tasks/market.en.ts";
import { notice } from "#app/i18n/tasks/notice.en.ts";
import { posting } from "#app/i18n/tasks/posting.en.ts";
import { words } from "#app/i18n/tasks/words.en.ts";

import type { tasks as zh } from "#app/i18n/tasks.zh.ts";

export const tasks = { ...words, ...categories, notice, market, posting, bidding, choosing } satisfies typeof zh;
