import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./cx.ts";

export type Column<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers and money stand at the right, in digits of one width. */
  end?: boolean;
  /** The cell that names the row: the heading of the stacked row on a phone. */
  main?: boolean;
  className?: string;
};

/**
 * Rows with named columns. On a phone each row becomes a small sheet: its main cell above, the others beside their column's name
 * (`scroll` keeps the table and lets it move sideways instead: for statements, where columns are compared; `compact` keeps it too, close
 * together: for a few short columns).
 */
export function Table<Row>({
  rows,
  columns,
  rowKey,
  caption,
  empty,
  scroll,
  compact,
  mark,
}: {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  caption: string;
  empty?: ReactNode;
  scroll?: boolean;
  compact?: boolean;
  /** Sets off the viewer's own row. */
  mark?: (row: Row) => boolean;
}) {
  const { t } = useTranslation();
  const pad = cx(
    "sm:px-4 sm:py-2.5 sm:first:pl-5 sm:last:pr-5",
    compact ? "max-sm:px-2 max-sm:py-2 max-sm:first:pl-4 max-sm:last:pr-4" : "max-sm:px-4 max-sm:py-2.5",
  );
  const stack = !scroll && !compact;
  if (rows.length === 0) return <div className="px-5 py-8 text-center text-muted">{empty ?? t("ui.table.empty")}</div>;
  return (
    // A region that scrolls must be reachable by keyboard.
    <section aria-label={caption} tabIndex={stack ? undefined : 0} className={cx(!stack && "overflow-x-auto")}>
      <table className={cx("w-full border-collapse text-left", stack && "max-sm:block")}>
        <caption className="sr-only">{caption}</caption>
        <thead className={cx(stack && "max-sm:sr-only")}>
          <tr className="border-b border-line bg-sunken/60 text-sm text-muted">
            {columns.map((column) => (
              <th key={column.key} scope="col" className={cx(pad, "font-medium whitespace-nowrap", column.end && "text-right")}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={cx(stack && "max-sm:block")}>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={cx(
                "border-b border-line last:border-b-0",
                mark?.(row) ? "bg-loess-50" : "sm:hover:bg-page",
                stack && "max-sm:grid max-sm:gap-1 max-sm:px-4 max-sm:py-3",
              )}
            >
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={cx(
                    "align-top",
                    stack ? "sm:px-4 sm:py-2.5 sm:first:pl-5 sm:last:pr-5" : pad,
                    column.end && "digits whitespace-nowrap sm:text-right",
                    column.end && !stack && "text-right",
                    stack && "max-sm:flex max-sm:justify-between max-sm:gap-4 max-sm:empty:hidden max-sm:has-[>div:empty]:hidden",
                    stack && column.main && "max-sm:order-first max-sm:font-medium",
                    column.className,
                  )}
                >
                  {stack && !column.main && column.head ? (
                    <span className="shrink-0 text-sm text-muted sm:hidden">{column.head}</span>
                  ) : null}
                  {stack ? <div className="min-w-0 max-sm:[&:not(:only-child)]:text-right">{column.cell(row)}</div> : column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
