import { campaigns } from "#app/i18n/campaigns.zh.ts";
import { cards } from "#app/i18n/cards.zh.ts";
import { contracts } from "#app/i18n/contracts.zh.ts";
import { deposits } from "#app/i18n/deposits.zh.ts";
import { desk } from "#app/i18n/desk.zh.ts";
import { field, refusal } from "#app/i18n/errors.zh.ts";
import { live } from "#app/i18n/live.zh.ts";
import { money } from "#app/i18n/money.zh.ts";
import { people } from "#app/i18n/people.zh.ts";
import { reconcile } from "#app/i18n/reconcile.zh.ts";
import { tasks } from "#app/i18n/tasks.zh.ts";
import { ui } from "#app/i18n/ui.zh.ts";

/** The source of truth of every sentence on the screen; a key that en.ts lacks does not compile. One dictionary a room. */
export const zh = {
  ui,
  people,
  tasks,
  live,
  contracts,
  campaigns,
  cards,
  deposits,
  money,
  reconcile,
  desk,
  field,
  refusal,
};
export type Messages = typeof zh;
