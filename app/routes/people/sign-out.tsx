import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { signOut } from "#app/people/account/sign-out.server.ts";

/** Ends this session. Only a post does it: a link or picture elsewhere cannot. */
export const action = async ({ request }: ActionFunctionArgs) => redirect("/", { headers: await signOut(request.headers) });
export const loader = () => redirect("/");
