import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { fenToInput, formatFen } from "#app/i18n/format.ts";
import { cx } from "./cx.ts";
import { Field } from "./field.tsx";

/** ¥1,234.50 in digits of one width. `sign` writes a plus before what comes in. */
export function Money({
  fen,
  className,
  strong,
  sign,
}: {
  fen: bigint | number | string;
  className?: string;
  strong?: boolean;
  sign?: boolean;
}) {
  return (
    <span className={cx("digits whitespace-nowrap", strong && "font-semibold", className)}>
      {sign && BigInt(fen) > 0n && "+"}
      {formatFen(fen)}
    </span>
  );
}

/** An amount typed in yuan ("1234.50"); the schema's `yuan` makes fen of it. */
export function MoneyField({
  fen,
  ...rest
}: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  fen?: bigint | number | string | null;
  required?: boolean;
  className?: string;
  placeholder?: string;
  autoFocus?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Field
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      maxLength={20}
      placeholder={rest.placeholder ?? "0.00"}
      unit={t("ui.money.yuan")}
      defaultValue={fen === undefined || fen === null ? undefined : fenToInput(fen)}
    />
  );
}
