// Chinese letters for machines without a Chinese font, from the same package as the product's own.
import { createReadStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";

const FOLDER = path.resolve(import.meta.dirname, "../../node_modules/@fontsource-variable/noto-sans-sc");
const NAME = /^(index\.css|files\/[a-z0-9-]+\.woff2)$/;

export async function answerFont(_req: IncomingMessage, res: ServerResponse, name: string): Promise<void> {
  if (!NAME.test(name)) return void res.writeHead(404).end();
  const stream = createReadStream(path.join(FOLDER, name));
  stream.once("error", () => res.headersSent || res.writeHead(404).end());
  stream.once("open", () => {
    res.writeHead(200, {
      "content-type": name.endsWith(".css") ? "text/css" : "font/woff2",
      "cache-control": "public, max-age=86400",
      // Also for the frame around a mail, which has no origin of its own.
      "access-control-allow-origin": "*",
    });
    stream.pipe(res);
  });
}
