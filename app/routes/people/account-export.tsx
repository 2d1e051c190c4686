import type { LoaderFunctionArgs } from "@remix-run/node";
import { page } from "#app/http.server.ts";
import { exportAccount } from "#app/people/account/export-account.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";

const plain = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

/** The viewer's own data as a file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const data = await page(async () => {
    await limit("exportAccount", viewer);
    return exportAccount(viewer);
  });
  return new Response(JSON.stringify(data, plain, 2), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="jincheng-account.json"',
      "Cache-Control": "no-store",
    },
  });
}
