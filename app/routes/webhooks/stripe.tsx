import type { ActionFunctionArgs } from "@remix-run/node";
import { takeEvent } from "#app/webhooks.server.ts";

/** Events about money. */
export const action = ({ request }: ActionFunctionArgs) => takeEvent("snapshot", request);
