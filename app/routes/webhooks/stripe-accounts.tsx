import type { ActionFunctionArgs } from "@remix-run/node";
import { takeEvent } from "#app/webhooks.server.ts";

/** Events about payees' accounts. */
export const action = ({ request }: ActionFunctionArgs) => takeEvent("thin", request);
