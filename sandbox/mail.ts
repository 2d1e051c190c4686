// The mail inbox of the local world: an SMTP server that keeps everything it is given.
import { type AddressObject, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { Sandbox } from "#sandbox/state/sandbox.ts";

export interface Mail {
  id: number;
  at: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  links: string[];
}
interface MailRow {
  seq: number;
  at: number;
  sender: string;
  recipients: string;
  subject: string;
  text: string;
  html: string;
  links: string;
}

export async function startMail(sandbox: Sandbox, port: number): Promise<{ port: number; stop(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    size: 5 * 1024 * 1024,
    onAuth: (_auth, _session, done) => done(null, { user: "local" }),
    onData(stream, session, done) {
      simpleParser(stream)
        .then((parsed) => {
          const envelope = session.envelope.rcptTo.map((recipient) => recipient.address);
          const text = parsed.text ?? "";
          const html = parsed.html || "";
          sandbox.store.run(
            "INSERT INTO mail (at, sender, recipients, subject, text, html, links) VALUES (?, ?, ?, ?, ?, ?, ?)",
            sandbox.clock.now(),
            addresses(parsed.from),
            JSON.stringify(envelope),
            parsed.subject ?? "",
            text,
            html,
            JSON.stringify(linksIn(html, text)),
          );
          done();
        })
        .catch(done);
    },
  });
  // A client that hangs up in the middle is its own affair.
  server.on("error", () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  return {
    port: (server.server.address() as { port: number }).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const addresses = (value: AddressObject | AddressObject[] | undefined) =>
  [value ?? []]
    .flat()
    .map((one) => one.text)
    .join(", ");

function linksIn(html: string, text: string): string[] {
  const hrefs = [...html.matchAll(/href="(https?:[^"]+)"/g)].map(([, href]) => (href as string).replaceAll("&amp;", "&"));
  const plain = [...text.matchAll(/https?:\/\/[^\s<>"'）)]+/g)].map(([url]) => url);
  return [...new Set([...hrefs, ...plain])];
}

const asMail = (row: MailRow): Mail => ({
  id: row.seq,
  at: new Date(row.at).toISOString(),
  from: row.sender,
  to: JSON.parse(row.recipients),
  subject: row.subject,
  text: row.text,
  html: row.html,
  links: JSON.parse(row.links),
});

/** Newest first. */
export function mails(sandbox: Sandbox, to?: string, limit = 200): Mail[] {
  const rows = to
    ? sandbox.store.all<MailRow>(
        "SELECT mail.* FROM mail WHERE EXISTS (SELECT 1 FROM json_each(recipients) WHERE lower(value) = lower(?)) ORDER BY seq DESC LIMIT ?",
        to,
        limit,
      )
    : sandbox.store.all<MailRow>("SELECT * FROM mail ORDER BY seq DESC LIMIT ?", limit);
  return rows.map(asMail);
}
export function mail(sandbox: Sandbox, id: number): Mail | undefined {
  const row = sandbox.store.one<MailRow>("SELECT * FROM mail WHERE seq = ?", id);
  return row && asMail(row);
}
export const clearMails = (sandbox: Sandbox) => sandbox.store.run("DELETE FROM mail");
