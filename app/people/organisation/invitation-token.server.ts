import { createHash, createHmac } from "node:crypto";
import { env } from "#app/env.server.ts";

/** The secret in an invitation's link. It is derived, so neither a row nor a job holds it; the row keeps only its hash. */
export const invitationToken = (id: string) =>
  `${id}.${createHmac("sha256", env.SESSION_SECRET).update(`invitation:${id}`).digest("base64url")}`;
export const invitationTokenHash = (token: string) => createHash("sha256").update(token).digest("hex");
