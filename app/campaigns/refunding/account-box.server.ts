import { openId, sealId } from "#app/people/verification/id-box.server.ts";

/** A payee's account is kept encrypted, bound to its refund. */
export const sealAccount = (account: string, refundId: string) => sealId(account, `pledge-refund:${refundId}`);
export const openAccount = (sealed: string, refundId: string) => openId(sealed, `pledge-refund:${refundId}`);
