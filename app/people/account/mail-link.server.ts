import { enqueue } from "#app/queue.server.ts";
import { transact } from "#app/transact.server.ts";

/**
 * Asks for a mail with a link: to confirm the address, or to choose a new password. Whether the address has an account is found out by
 * the worker, so the answer is the same, and as fast, for every address.
 */
export async function mailLink(kind: "confirm" | "reset", email: string): Promise<void> {
  await transact((tx) => enqueue(tx, `mail-${kind}`, { email }));
}
