import { text } from "node:stream/consumers";
import { createElement } from "react";
import { renderToPipeableStream } from "react-dom/server";
import { expect, test } from "vitest";
import { wholeText } from "#app/whole-text.server.ts";

test("characters of several bytes arrive whole wherever React's buffer ends", async () => {
  const words = Array.from({ length: 600 }, (_, i) => `${"a".repeat(i % 3)}用一圈刻度显示颗粒物的走势`);
  const page = createElement(
    "form",
    null,
    words.map((word, i) => createElement("input", { key: i, defaultValue: word })),
  );
  let pieces = 0;
  const html = await new Promise<string>((resolve, reject) => {
    const { pipe } = renderToPipeableStream(page, {
      onShellReady: () => resolve(text(pipe(wholeText().on("data", () => pieces++)))),
      onShellError: reject,
    });
  });
  // Its buffers of 2 KB go on together.
  expect(pieces).toBeLessThanOrEqual(Math.ceil(Buffer.byteLength(html) / 65_536));
  expect(html.includes("\0")).toBe(false);
  expect([...html.matchAll(/value="([^"]*)"/g)].map(([, value]) => value)).toEqual(words);
});
