import { Transform, type TransformCallback } from "node:stream";

/** What React writes at one time goes on together, in pieces of about this size. */
const PIECE = 64 * 1024;

/**
 * React 18 fills buffers of 2 KB and sends them whole: where a character of several bytes does not fit any more, zeros stand at the end
 * (facebook/react#24985). In an input, a textarea or the page's data a browser shows them as U+FFFD, and the next save would keep that.
 * No page has a zero of its own: the database takes none.
 *
 * Each buffer by itself would be a job for the compressor and a packet: they wait for each other until React pauses.
 */
export function wholeText() {
  let waiting: Buffer[] = [];
  let bytes = 0;
  let soon: NodeJS.Immediate | undefined;
  const send = () => {
    clearImmediate(soon);
    soon = undefined;
    if (bytes > 0) stream.push(Buffer.concat(waiting, bytes));
    waiting = [];
    bytes = 0;
  };
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      let end = chunk.length;
      while (end > 0 && chunk[end - 1] === 0) end--;
      waiting.push(chunk.subarray(0, end));
      bytes += end;
      if (bytes >= PIECE) send();
      else soon ??= setImmediate(send);
      done();
    },
    flush(done: TransformCallback) {
      send();
      done();
    },
    destroy(error, done) {
      clearImmediate(soon);
      done(error);
    },
  });
  return stream;
}
