import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { person, sessionCookie } from "#app/people/fixtures.ts";
import { action } from "./upload.tsx";

const send = async (file: File, cookie?: string) => {
  const body = new FormData();
  body.append("file", file);
  const request = new Request("http://localhost/files", { method: "POST", body, headers: cookie ? { cookie } : {} });
  const response = (await action({ request, params: {}, context: {} })) as Response;
  return { status: response.status, answer: await response.json() };
};

test("a file sent ahead is kept for its sender; what is refused says why, as data", async () => {
  const { viewer, userId } = await person();
  const cookie = await sessionCookie(viewer);

  const { status, answer } = await send(new File(["交付说明"], "说明.txt"), cookie);
  expect(status).toBe(200);
  expect(answer).toEqual({
    files: [
      {
        id: expect.any(String),
        name: "说明.txt",
        mime: expect.stringMatching(/^text\/plain/),
        sizeBytes: 12,
        href: `/files/${answer.files[0].id}`,
      },
    ],
  });
  expect(await db.file.findUnique({ where: { id: answer.files[0].id }, select: { ownerId: true } })).toEqual({ ownerId: userId });

  expect(await send(new File([new Uint8Array([77, 90, 0])], "a.exe"), cookie)).toEqual({
    status: 415,
    answer: { refusal: { code: "fileType", params: { name: "a.exe" } } },
  });
  expect(await send(new File(["x"], "a.txt"))).toEqual({ status: 401, answer: { refusal: { code: "signInFirst", params: {} } } });
});
