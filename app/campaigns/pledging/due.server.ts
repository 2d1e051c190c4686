import { lapseCancels } from "#app/campaigns/pledging/cancel-queue.server.ts";
import { expireClaims } from "#app/campaigns/pledging/end-claims.server.ts";
import { endLines } from "#app/campaigns/pledging/end-lines.server.ts";
import { forgetCards } from "#app/campaigns/pledging/note-card.server.ts";
import { offerFreed } from "#app/campaigns/pledging/offer-freed.server.ts";
import { db } from "#app/db.server.ts";

/** What time does to claims, offers, lines and waiting cancels. */
export const pledgingDue = { expireClaims, offerFreed, endLines, lapseCancels, forgetCards: (now: Date) => forgetCards(db, now) };
