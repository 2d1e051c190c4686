import { useFetcher } from "@remix-run/react";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { formatClock } from "#app/i18n/format.ts";

const PAUSE_MS = 2_500;
export type Autosave = { savedAt: string | null; busy: boolean };

/** With scripts: what was typed is kept a moment after the last key, without leaving the page. */
export function useAutosave(form: RefObject<HTMLFormElement | null>, on: boolean): Autosave {
  const fetcher = useFetcher<{ savedAt?: string }>();
  const submit = useRef(fetcher.submit);
  submit.current = fetcher.submit;
  useEffect(() => {
    const element = form.current;
    if (!on || !element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const typed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const data = new FormData(element);
        data.set("intent", "autosave");
        submit.current(data, { method: "post", encType: "multipart/form-data" });
      }, PAUSE_MS);
    };
    // A save by hand makes the waiting one needless.
    const sent = () => clearTimeout(timer);
    element.addEventListener("input", typed);
    element.addEventListener("submit", sent);
    return () => {
      clearTimeout(timer);
      element.removeEventListener("input", typed);
      element.removeEventListener("submit", sent);
    };
  }, [form, on]);
  return { savedAt: fetcher.data?.savedAt ?? null, busy: fetcher.state !== "idle" };
}

export function AutosaveNote({ state }: { state: Autosave }) {
  const { t } = useTranslation();
  if (!state.busy && !state.savedAt) return null;
  return (
    <span className="text-sm text-muted" aria-live="polite">
      {state.busy ? t("campaigns.editing.autosaving") : t("campaigns.editing.autosaved", { at: formatClock(state.savedAt!) })}
    </span>
  );
}
