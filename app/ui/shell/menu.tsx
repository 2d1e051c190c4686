import { useLocation } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "../cx.ts";

/**
 * What folds out under a button of the header. A plain <details>, so it opens without scripts; with them it also closes by Escape, by a
 * click elsewhere, by a choice made in it and when the page changes.
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
  const page = pathname + search;
  const shownOn = useRef(page);
  useEffect(() => {
    // Neither the first run of this nor a jump inside the page is a change of page: what somebody has just opened stays open.
    if (shownOn.current === page) return;
    shownOn.current = page;
    if (box.current) box.current.open = false;
  }, [page]);
  useEffect(() => {
    const close = (event: Event) => {
      const details = box.current;
      if (!details?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        details.querySelector("summary")?.focus();
      } else if (details.contains(event.target as Node)) return;
      details.open = false;
    };
    // A choice made in it closes it, also when it leads to the page that is already shown.
    const chosen = (event: Event) => {
      const target = event.target as Element;
      if (box.current?.contains(target) && (event.type === "submit" || target.closest("a"))) box.current.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("click", chosen);
    document.addEventListener("submit", chosen);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("click", chosen);
      document.removeEventListener("submit", chosen);
      document.removeEventListener("keydown", close);
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
