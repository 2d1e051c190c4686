import type { TFunction } from "i18next";
import { fenToInput, formatSecond } from "#app/i18n/format.ts";
import { type FeeLine, sumsOf } from "#app/ledger/fees.server.ts";

/** The fees of a month as a table: each of them, then what each buyer's invoice is made out over. */
export function feesSheet(lines: readonly FeeLine[], t: TFunction): string[][] {
  const f = (key: "no" | "at" | "buyer" | "taxNumber" | "about" | "stage" | "fee" | "total") => t(`money.fees.${key}`);
  const rows = lines.map((line) => [
    line.txId,
    formatSecond(line.at),
    line.title,
    line.taxNumber ?? "",
    line.about,
    line.stage,
    fenToInput(line.feeFen),
  ]);
  const sums = sumsOf(lines).map((sum) => [f("total"), "", sum.title, sum.taxNumber ?? "", "", "", fenToInput(sum.feeFen)]);
  return [[f("no"), f("at"), f("buyer"), f("taxNumber"), f("about"), f("stage"), f("fee")], ...rows, ...sums];
}
