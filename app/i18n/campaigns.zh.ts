import { collecting, collectingNotice } from "#app/i18n/campaigns/collecting.zh.ts";
import { editing, editingNotice } from "#app/i18n/campaigns/editing.zh.ts";
import { fulfilling, fulfillingNotice } from "#app/i18n/campaigns/fulfilling.zh.ts";
import { insight, insightNotice } from "#app/i18n/campaigns/insight.zh.ts";
import { payouts, payoutsNotice } from "#app/i18n/campaigns/payouts.zh.ts";
import { pledging, pledgingNotice } from "#app/i18n/campaigns/pledging.zh.ts";
import { reviewing, reviewingNotice } from "#app/i18n/campaigns/reviewing.zh.ts";
import { showing, showingNotice } from "#app/i18n/campaigns/showing.zh.ts";
import { watching, watchingNotice } from "#app/i18n/campaigns/watching.zh.ts";
import { words } from "#app/i18n/campaigns/words.zh.ts";

/** Everything crowdfunding says. Each part of the room has a file of its own, with its notices. */
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
