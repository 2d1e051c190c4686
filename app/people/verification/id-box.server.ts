import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { env } from "#app/env.server.ts";
import { singleton } from "#app/singleton.server.ts";

/** One key for identity numbers only, derived from the product's secret. */
const key = () => singleton("id-key", () => Buffer.from(hkdfSync("sha256", env.SESSION_SECRET, "jincheng", "real-name id number v1", 32)));

/** Encrypts an identity number for keeping (AES-256-GCM): nonce, tag and text in one. `about` binds it to its request's organisation. */
export function sealId(number: string, about: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key(), nonce).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(number, "utf8"), cipher.final()]);
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

export function openId(sealed: string, about: string): string {
  const bytes = Buffer.from(sealed.replace(/^v1\./, ""), "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key(), bytes.subarray(0, 12))
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

const matchKey = () =>
  singleton("id-match-key", () => Buffer.from(hkdfSync("sha256", env.SESSION_SECRET, "jincheng", "real-name id match v1", 32)));
/** Equal for equal numbers, whoever asked with them; without the product's secret it says nothing. */
export const keyOfId = (number: string) => createHmac("sha256", matchKey()).update(number).digest("base64url");
