import { Link } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./cx.ts";

const widths = { narrow: "max-w-xl", text: "max-w-3xl", wide: "max-w-house" };
export const pageEdge = "px-4 sm:px-6";
export type Crumb = { label: ReactNode; to?: string };

/** The frame of every page: where one is, what this is, what one can do, then the content. */
export function Page({
  title,
  intro,
  crumbs,
  chips,
  actions,
  width = "wide",
  children,
}: {
  title: ReactNode;
  intro?: ReactNode;
  crumbs?: readonly Crumb[];
  chips?: ReactNode;
  actions?: ReactNode;
  width?: keyof typeof widths;
  children: ReactNode;
}) {
  return (
    <div className={cx("mx-auto grid w-full grid-cols-1 gap-6 py-6 sm:py-8", pageEdge, widths[width])}>
      <header className="grid grid-cols-1 gap-2">
        {crumbs && <Breadcrumbs crumbs={crumbs} />}
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="grid min-w-0 gap-1.5">
            {chips && <div className="flex flex-wrap gap-2">{chips}</div>}
            <h1 className="text-2xl">{title}</h1>
            {intro && <div className="max-w-3xl text-muted">{intro}</div>}
          </div>
          {actions && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      </header>
      {children}
    </div>
  );
}

/** The matter on the left, what belongs to it on the right; one below the other on a phone, the side first when `sideFirst`. */
export const Columns = ({ children, side, sideFirst }: { children: ReactNode; side: ReactNode; sideFirst?: boolean }) => (
  <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
    <div className="grid min-w-0 grid-cols-1 gap-6">{children}</div>
    <aside className={cx("grid min-w-0 grid-cols-1 gap-6", sideFirst && "max-lg:order-first")}>{side}</aside>
  </div>
);

export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("ui.crumbs")} className="no-print text-sm text-muted">
      <ol className="flex items-center gap-1 sm:flex-wrap">
        {crumbs.map((crumb, i) => (
          <li key={i} className={cx("flex items-center gap-1", i === 0 ? "shrink-0" : "min-w-0", !crumb.to && "max-sm:hidden")}>
            {i > 0 && <ChevronRight size={14} className="shrink-0 text-faint" aria-hidden />}
            {crumb.to ? (
              <Link to={crumb.to} className="truncate py-1 hover:text-river-700 hover:underline">
                {crumb.label}
              </Link>
            ) : (
              <span aria-current="page" className="truncate">
                {crumb.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
