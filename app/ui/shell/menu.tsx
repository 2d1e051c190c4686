import { useLocation } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "../cx.ts";

/**
 * What folds out under a button of the header. A plain <details>, so it opens without scripts; with them it also closes by Escape, by a
 * click elsewhere, and when somebody follows a link, sends a form or goes back.
 */
export function Menu({
  summary,
  label,
  className,
  panel,
  children,
}: {
  summary: ReactNode;
  label?: string;
  className?: string;
  panel?: string;
  children: ReactNode;
}) {
  const box = useRef<HTMLDetailsElement>(null);
  const { pathname, search } = useLocation();
  const shown = useRef("");
  shown.current = pathname + search;
  useEffect(() => {
    const close = () => {
      if (box.current) box.current.open = false;
    };
    const pressed = ({ target }: Event) => {
      if (!box.current?.contains(target as Node)) close();
    };
    const typed = ({ key }: KeyboardEvent) => {
      if (key !== "Escape" || !box.current?.open) return;
      box.current.querySelector("summary")?.focus();
      close();
    };
    // Whoever goes on leaves it behind, at once: it may be open again when the next page has come. A jump inside the page is no going on.
    const chosen = ({ type, target }: Event) => {
      const link = (target as Element).closest("a");
      if (type === "submit" || (link && !link.getAttribute("href")?.startsWith("#"))) close();
    };
    const wentBack = () => {
      if (location.pathname + location.search !== shown.current) close();
    };
    document.addEventListener("pointerdown", pressed);
    document.addEventListener("keydown", typed);
    document.addEventListener("click", chosen);
    document.addEventListener("submit", chosen);
    window.addEventListener("popstate", wentBack);
    return () => {
      document.removeEventListener("pointerdown", pressed);
      document.removeEventListener("keydown", typed);
      document.removeEventListener("click", chosen);
      document.removeEventListener("submit", chosen);
      window.removeEventListener("popstate", wentBack);
    };
  }, []);
  return (
    <details ref={box} className={cx("group relative", className)}>
      <summary aria-label={label} className="flex min-h-10 items-center gap-2 rounded-md px-2 hover:bg-sunken">
        {summary}
      </summary>
      <div
        className={cx(
          "absolute right-0 z-30 mt-1 grid w-72 grid-cols-[minmax(0,1fr)] gap-1 rounded-lg border border-line bg-panel p-2 shadow-float",
          panel,
        )}
      >
        {children}
      </div>
    </details>
  );
}

export const menuItem = "flex min-h-10 w-full items-center gap-2.5 rounded-md px-3 py-1.5 text-left hover:bg-sunken";
