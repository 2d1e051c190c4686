import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { caseFile } from "#app/contracts/disputes/case-file.server.ts";
import { evidencePackage } from "#app/contracts/disputes/evidence-package.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** The evidence package of a dispute, for its sides and for operators, whose taking it out is on record. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  await limit("exportCase", viewer);
  const file = orNotFound(await caseFile(viewer, orNotFound(z.uuid().safeParse(params.disputeId).data)));
  const { page } = file;
  if (page.contract.id !== params.contractId) orNotFound(null);
  const now = await appNow();
  if (page.viewerSide === null)
    await transact((tx) => operatorAct(tx, viewer, { act: "exportDispute", subject: { type: "dispute", id: page.id } }, now));
  return new Response(evidencePackage(file, now), {
    headers: {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="dispute-${page.id}.zip"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
