import { stringify } from "csv-stringify/sync";
import writeExcelFile from "write-excel-file/node";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export type SheetFormat = "csv" | "xlsx";

/** A cell that a spreadsheet will not take for a formula; a plain number, below zero too, is none. */
export const plainCell = (text: string) => (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text);

/** A table, its first row the heads, as a file for a spreadsheet. Every cell is text and none can be taken for a formula. */
export async function sheetResponse(
  table: readonly (readonly string[])[],
  format: SheetFormat,
  { name, sheet }: { name: string; sheet: string },
) {
  const cells = table.map((row) => row.map(plainCell));
  const body =
    format === "csv"
      ? // The mark at the beginning tells Excel that the letters are UTF-8.
        `\uFEFF${stringify(cells)}`
      : new Uint8Array(
          await writeExcelFile(
            cells.map((row, i) => row.map((value) => ({ value, type: String, ...(i === 0 ? { fontWeight: "bold" as const } : {}) }))),
            { sheet, stickyRowsCount: 1 },
          ).toBuffer(),
        );
  return new Response(body, {
    headers: {
      "Content-Type": format === "csv" ? "text/csv; charset=utf-8" : XLSX,
      "Content-Disposition": `attachment; filename="${name}.${format}"`,
      "Cache-Control": "private, no-store",
    },
  });
}
