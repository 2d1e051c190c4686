import { createCookie } from "@remix-run/node";
import { z } from "zod";
import { env } from "#app/env.server.ts";

/** Through which link a browser came, by campaign: the last link counts, for 30 days. Only numbers of our own, nothing about the person. */
const cookie = createCookie("via", {
  path: "/",
  httpOnly: true,
  sameSite: "lax",
  secure: env.APP_URL.startsWith("https:"),
  maxAge: 30 * 86_400,
});
const Via = z.array(z.tuple([z.uuid(), z.uuid()])).max(20);

async function read(header: string | null) {
  return Via.safeParse(await cookie.parse(header)).data ?? [];
}

/** The link's id that this browser came to the campaign through, or null. The claim checks that the link is the campaign's. */
export async function referrerOf(request: Request, campaignId: string): Promise<string | null> {
  return (await read(request.headers.get("Cookie"))).find(([campaign]) => campaign === campaignId)?.[1] ?? null;
}

/** The header that remembers it. */
export async function rememberReferrer(request: Request, campaignId: string, linkId: string): Promise<string> {
  const others = (await read(request.headers.get("Cookie"))).filter(([campaign]) => campaign !== campaignId);
  return cookie.serialize([[campaignId, linkId], ...others].slice(0, 20));
}
