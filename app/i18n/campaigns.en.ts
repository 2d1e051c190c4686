import { collecting, collectingNotice } from "#app/i18n/campaigns/collecting.en.ts";
import { editing, editingNotice } from "#app/i18n/campaigns/editing.en.ts";
import { fulfilling, fulfillingNotice } from "#app/i18n/campaigns/fulfilling.en.ts";
import { insight, insightNotice } from "#app/i18n/campaigns/insight.en.ts";
import { payouts, payoutsNotice } from "#app/i18n/campaigns/payouts.en.ts";
import { pledging, pledgingNotice } from "#app/i18n/campaigns/pledging.en.ts";
import { reviewing, reviewingNotice } from "#app/i18n/campaigns/reviewing.en.ts";
import { showing, showingNotice } from "#app/i18n/campaigns/showing.en.ts";
import { watching, watchingNotice } from "#app/i18n/campaigns/watching.en.ts";
import { words } from "#app/i18n/campaigns/words.en.ts";

const notice = {
  ...editingNotice,
  ...reviewingNotice,
  ...showingNotice,
  ...pledgingNotice,
  ...collectingNotice,
  ...payoutsNotice,
  ...fulfillingNotice,
  ...insightNotice,
  ...watchingNotice,
};
export const campaigns = { ...words, notice, editing, reviewing, showing, pledging, collecting, payouts, fulfilling, insight, watching };
