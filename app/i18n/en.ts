import { campaigns } from "#app/i18n/campaigns.en.ts";
import { cards } from "#app/i18n/cards.en.ts";
import { contracts } from "#app/i18n/contracts.en.ts";
import { deposits } from "#app/i18n/deposits.en.ts";
import { desk } from "#app/i18n/desk.en.ts";
import { field, refusal } from "#app/i18n/errors.en.ts";
import { live } from "#app/i18n/live.en.ts";
import { money } from "#app/i18n/money.en.ts";
import { people } from "#app/i18n/people.en.ts";
import { reconcile } from "#app/i18n/reconcile.en.ts";
import { tasks } from "#app/i18n/tasks.en.ts";
import { ui } from "#app/i18n/ui.en.ts";
import type { Messages } from "#app/i18n/zh.ts";

export const en = {
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
} satisfies Messages;
