import { bidding } from "#app/i18n/tasks/bidding.zh.ts";
import { categories } from "#app/i18n/tasks/categories.zh.ts";
import { choosing } from "#app/i18n/tasks/choosing.zh.ts";
import { market } from "#app/i18n/tasks/market.zh.ts";
import { notice } from "#app/i18n/tasks/notice.zh.ts";
import { posting } from "#app/i18n/tasks/posting.zh.ts";
import { words } from "#app/i18n/tasks/words.zh.ts";

/** Everything the market says: posting, finding, bidding, qualifying, choosing. */
export const tasks = { ...words, ...categories, notice, market, posting, bidding, choosing };
