import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { orNotFound } from "#app/http.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { seatOf } from "#app/tasks/live/auction-seat.server.ts";
import { auditFile } from "#app/tasks/live/replay.server.ts";

/** The audit file of a closed room, for whoever may see the room. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { data } = z.object({ taskId: z.uuid() }).safeParse(params);
  const taskId = orNotFound(data?.taskId);
  orNotFound(await seatOf(await viewerOf(request.headers), taskId));
  const file = orNotFound(await auditFile(taskId));
  return new Response(JSON.stringify(file, null, 1), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="auction-${taskId}.json"`,
      "Cache-Control": "private, max-age=0, must-revalidate",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
