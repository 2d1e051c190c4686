import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { db } from "#app/db.server.ts";
import type { SubjectType } from "#app/files/file.ts";
import { serveFile } from "#app/files/serve-file.server.ts";
import { orNotFound, refuse } from "#app/http.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { maySee, publicSubjects } from "./access.server.ts";

/** One file, for its owner and for whom its subject lets see it; for everybody else it does not exist. `?size=thumb` gives a small picture. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const id = orNotFound(z.uuid().safeParse(params.fileId).data);
  const file = orNotFound(
    await db.file.findUnique({
      where: { id },
      select: {
        ownerId: true,
        name: true,
        mime: true,
        storageKey: true,
        sizeBytes: true,
        links: { select: { subjectType: true, subjectId: true } },
      },
    }),
  );
  const links = file.links as { subjectType: SubjectType; subjectId: string }[];
  let { name } = file;
  const open = links.length > 0 && links.every((l) => publicSubjects.has(l.subjectType));
  if (!open) {
    const viewer = await viewerOf(request.headers);
    const owner = viewer?.userId === file.ownerId;
    const seen = owner ? [true] : await Promise.all(links.map((l) => maySee[l.subjectType]?.(viewer, l.subjectId) ?? false));
    if (!seen.some(Boolean)) throw refuse("notFound");
    if (!seen.includes(true)) name = `${id.slice(-6)}${/\.[^.]{1,8}$/.exec(name)?.[0] ?? ""}`;
  }
  const thumb = new URL(request.url).searchParams.get("size") === "thumb";
  return orNotFound(await serveFile({ ...file, name }, { thumb, cache: open ? "public" : "private" }));
}
