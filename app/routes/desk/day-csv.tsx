import type { LoaderFunctionArgs } from "@remix-run/node";
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { orNotFound } from "#app/http.server.ts";
import { fenToInput, formatSecond } from "#app/i18n/format.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { translatorOf } from "#app/i18n/i18n.ts";
import { safeCell } from "#app/ledger/statement.ts";
import { channelLines, dayStatement } from "#app/payments/day-statement/queries.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";

const ALL = 50_000;

/** A day's statement as a file: its sums, both sides, every difference, and the channel's own lines. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireOperator(request);
  const day = orNotFound(z.iso.date().safeParse(params.day).data);
  const { statement, books, channel, bank, open, suspense } = orNotFound(await dayStatement(day, ALL));
  const t = translatorOf(languageOf(request));
  const tell = t as unknown as (key: string, otherwise?: string) => string;
  const sums = (["channelOpening", "channelClosing", "booksOpening", "booksClosing", "unexplained", "bankClosing"] as const).map((name) => [
    t("reconcile.day.sums"),
    t(`reconcile.day.${name}`),
    "",
    "",
    fenToInput(statement[`${name}Fen`]),
    "",
  ]);
  const said = statement.channelSaidFen === null ? t("reconcile.day.notAsked") : fenToInput(statement.channelSaidFen);
  sums.push([t("reconcile.day.sums"), t("reconcile.day.channelSaid"), "", "", said, ""]);
  const side = (
    title: string,
    rows: typeof books,
    name: (row: (typeof books)[number]) => string,
    note: (text: string) => string = () => "",
  ) => rows.map((row) => [title, safeCell(name(row)), note(row.note), row.count, fenToInput(row.amountFen), fenToInput(-row.feeFen)]);
  const kind = (row: { name: string }) => tell(`money.kind.${row.name}`, row.name);
  const lines = (await channelLines(day)).map((line) => [
    t("reconcile.day.lines"),
    line.id,
    safeCell(`${line.type} ${line.source}`),
    formatSecond(line.at),
    fenToInput(line.amountFen),
    fenToInput(-line.feeFen),
  ]);
  const head = (["part", "what", "why", "count", "amount", "fee"] as const).map((name) => t(`reconcile.day.${name}`));
  const table = [
    head,
    ...sums,
    ...side(t("reconcile.day.channelSide"), channel, (row) => tell(`reconcile.day.type.${row.name}`, row.name)),
    ...side(t("reconcile.day.booksSide"), books, kind),
    ...side(
      t("reconcile.day.differences"),
      open,
      (row) => row.name,
      (note) => tell(`reconcile.day.note.${note}`, note),
    ),
    ...side(t("reconcile.day.suspenseSide"), suspense, (row) => row.name),
    ...side(t("reconcile.day.bankSide"), bank, kind),
    ...lines,
  ];
  return new Response(`\uFEFF${stringify(table)}`, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="day-${day}.csv"`,
      "Cache-Control": "private, no-store",
    },
  });
}
