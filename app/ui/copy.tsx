import { Check, Copy, Printer } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { useRunning } from "./running.ts";

/** Copies `text`. It needs the browser's help, so it is there only when scripts run; the text itself must stand on the page. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  if (!useRunning()) return null;
  return (
    <Button
      type="button"
      size="sm"
      className="no-print"
      icon={done ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
      onClick={async () => {
        await navigator.clipboard?.writeText(text).then(
          () => setDone(true),
          () => setDone(false),
        );
      }}
    >
      <span aria-live="polite">{done ? t("ui.copy.done") : (label ?? t("ui.copy.copy"))}</span>
    </Button>
  );
}

export function PrintButton() {
  const { t } = useTranslation();
  if (!useRunning()) return null;
  return (
    <Button type="button" size="sm" className="no-print" icon={<Printer size={15} aria-hidden />} onClick={() => window.print()}>
      {t("ui.print")}
    </Button>
  );
}
