import { createHash } from "node:crypto";
import { openId, sealId } from "#app/people/verification/id-box.server.ts";
import { Refusal } from "#app/refusal.ts";

/** A payee's account is kept encrypted, bound to its refund. */
export const sealAccount = (account: string, refundId: string) => sealId(account, `pledge-refund:${refundId}`);
export const openAccount = (sealed: string, refundId: string) => openId(sealed, `pledge-refund:${refundId}`);

/** Tells one naming of an account from the next: each is sealed anew. */
export const accountMark = (sealed: string) => createHash("sha256").update(sealed).digest("hex").slice(0, 16);

/** An operator acts on the account that the page showed, never on one that was named meanwhile. */
export function mustBeShown({ payeeAccount }: { payeeAccount: string | null }, shown: string): void {
  if (payeeAccount === null || accountMark(payeeAccount) !== shown) throw new Refusal("changedMeanwhile");
}
