import { Transform } from "node:stream";

/**
 * React 18 fills buffers of 2 KB and sends them whole: where a character of several bytes does not fit any more, zeros stand at the end
 * (facebook/react#24985). In an input, a textarea or the page's data a browser shows them as U+FFFD, and the next save would keep that.
 * No page has a zero of its own: the database takes none.
 */
export const withoutZeros = () =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk);
    },
  });
