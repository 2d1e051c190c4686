import type { Collection, Fulfilment, Lifecycle } from "#app/campaigns/campaign.ts";
import { Refusal } from "#app/refusal.ts";

type At = { lifecycle: Lifecycle; collection: Collection; fulfilment: Fulfilment };
/** Fees and taxes rise between the end of the collection and the last parcel. */
export const raises = ({ lifecycle, collection, fulfilment }: At) =>
  lifecycle === "SUCCESSFUL" && collection === "CLOSED" && fulfilment !== "DELIVERED" && fulfilment !== "DEFAULTED";
export function mayRaise(campaign: At) {
  if (!raises(campaign)) throw new Refusal("wrongState");
}
