// COPY over the ordinary connection, both ways: the fastest and most faithful form in which PostgreSQL gives and takes rows.
import type { Readable, Writable } from "node:stream";
import type pg from "pg";

type Connection = {
  stream: { pause(): void; resume(): void; writableNeedDrain?: boolean; once(event: string, then: () => void): void };
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
};

/** What the client calls on whatever it sends; only what COPY needs does something. */
abstract class Copy {
  readonly done: Promise<void>;
  private readonly sql: string;
  private resolve: () => void = () => {};
  private reject: (error: Error) => void = () => {};
  constructor(sql: string) {
    this.sql = sql;
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
  submit(connection: Connection) {
    connection.query(this.sql);
  }
  handleRowDescription() {}
  handleDataRow() {}
  handlePortalSuspended() {}
  handleEmptyQuery() {}
  handleCommandComplete() {}
  handleReadyForQuery(_connection: Connection) {
    this.resolve();
  }
  handleError(error: Error) {
    this.reject(error);
  }
  handleCopyData(_message: { chunk: Buffer }, _connection: Connection) {}
  handleCopyInResponse(connection: Connection) {
    connection.sendCopyFail("nothing to send");
  }
}

class Out extends Copy {
  private readonly to: Writable;
  private waits = false;
  constructor(sql: string, to: Writable) {
    super(sql);
    this.to = to;
  }
  override handleCopyData({ chunk }: { chunk: Buffer }, connection: Connection) {
    // The chunk lies in the connection's buffer, which is used again.
    if (this.to.write(Buffer.from(chunk)) || this.waits) return;
    this.waits = true;
    connection.stream.pause();
    this.to.once("drain", () => {
      this.waits = false;
      connection.stream.resume();
    });
  }
  override handleReadyForQuery(connection: Connection) {
    // Everything was handed over: a stream that is ended now says no more that it has drained.
    connection.stream.resume();
    super.handleReadyForQuery(connection);
  }
}

class In extends Copy {
  private readonly from: Readable;
  constructor(sql: string, from: Readable) {
    super(sql);
    this.from = from;
  }
  override handleCopyInResponse(connection: Connection) {
    this.send(connection).catch((error: Error) => connection.sendCopyFail(error.message));
  }
  private async send(connection: Connection) {
    for await (const chunk of this.from) {
      connection.sendCopyFromChunk(chunk as Buffer);
      if (connection.stream.writableNeedDrain) await new Promise<void>((then) => connection.stream.once("drain", then));
    }
    connection.endCopyFrom();
  }
}

export async function copyOut(client: pg.Client, sql: string, to: Writable): Promise<void> {
  const copy = new Out(sql, to);
  client.query(copy as never);
  await copy.done;
}

export async function copyIn(client: pg.Client, sql: string, from: Readable): Promise<void> {
  const copy = new In(sql, from);
  client.query(copy as never);
  await copy.done;
}
