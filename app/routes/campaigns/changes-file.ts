import type { LoaderFunctionArgs } from "@remix-run/node";
import { wholeChain } from "#app/campaigns/changing/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";

type Chain = NonNullable<Awaited<ReturnType<typeof wholeChain>>>;

/** The file piece by piece: however long the chain is, only some links are in memory. The links stand last, and end with the head. */
async function* textOf({ campaign: { id, title, head }, roots, pages }: Chain): AsyncGenerator<string> {
  const about = { format: "jincheng-changes-1", campaignId: id, title, headSeq: head.seq, headHash: head.hash, roots };
  yield `${JSON.stringify(about, null, 1).slice(0, -2)},\n "links": [`;
  let first = true;
  for await (const links of pages) {
    for (const link of links) {
      yield `${first ? "" : ","}\n${JSON.stringify(link)}`;
      first = false;
    }
  }
  yield "\n]}\n";
}

/** The whole chain as a file, for whoever wants to keep it or check it with a program of their own. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const chain = orNotFound(await wholeChain(await viewerOf(request.headers), params.campaignId ?? ""));
  const pieces = textOf(chain);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="changes-${chain.campaign.id}.json"`,
      "Cache-Control": "private, max-age=0, must-revalidate",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
