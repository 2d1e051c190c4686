import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./cx.ts";
import type { Tone } from "./notice.tsx";

type Word = { id: number; tone: Tone; text: ReactNode };
const Say = createContext<(text: ReactNode, tone?: Tone) => void>(() => {});

/** A short word at the edge of the screen about something that just happened in this browser. Never the only place it is told. */
export const useToast = () => useContext(Say);

const marks: Record<Tone, string> = {
  neutral: "border-l-edge",
  info: "border-l-river-600",
  ok: "border-l-ok-600",
  warn: "border-l-warn-600",
  danger: "border-l-danger-600",
  live: "border-l-loess-600",
};

export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [words, setWords] = useState<Word[]>([]);
  const say = useCallback((text: ReactNode, tone: Tone = "info") => {
    setWords((now) => [...now.slice(-2), { id: (now.at(-1)?.id ?? 0) + 1, tone, text }]);
  }, []);
  const drop = (id: number) => setWords((now) => now.filter((word) => word.id !== id));
  return (
    <Radix.Provider duration={5000} label={t("ui.toast.label")}>
      <Say.Provider value={useMemo(() => say, [say])}>{children}</Say.Provider>
      {words.map((word) => (
        <Radix.Root
          key={word.id}
          onOpenChange={(open) => !open && drop(word.id)}
          className={cx(
            "flex animate-rise items-start gap-3 rounded-md border border-l-4 border-line bg-panel px-4 py-3 shadow-float",
            marks[word.tone],
          )}
        >
          <Radix.Description className="min-w-0 flex-1">{word.text}</Radix.Description>
          <Radix.Close aria-label={t("ui.dialog.close")} className="-m-1 rounded-sm p-1 text-muted hover:text-ink">
            <X size={16} aria-hidden />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport label={t("ui.toast.label")} className="fixed right-0 bottom-0 z-50 grid w-full max-w-sm gap-2 p-4 outline-none" />
    </Radix.Provider>
  );
}
