import { Link, type LinkProps, useNavigation } from "@remix-run/react";
import { LoaderCircle } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { cx } from "./cx.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger" | "live";
export type ButtonSize = "sm" | "md" | "lg";
type Look = { variant?: ButtonVariant; size?: ButtonSize; icon?: ReactNode; wide?: boolean };

const base =
  "inline-flex items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap select-none no-underline transition-colors duration-100 disabled:opacity-55 disabled:pointer-events-none";
const looks: Record<ButtonVariant, string> = {
  primary: "border-river-700 bg-river-600 text-white hover:bg-river-700 active:bg-river-800 shadow-panel",
  secondary: "border-edge bg-panel text-ink hover:border-faint hover:bg-sunken active:bg-line",
  ghost: "border-transparent bg-transparent text-river-700 hover:bg-river-50 active:bg-river-100",
  danger: "border-danger-200 bg-panel text-danger-600 hover:border-danger-600 hover:bg-danger-50",
  live: "border-loess-700 bg-loess-600 text-white hover:bg-loess-700 shadow-panel",
};
const sizes: Record<ButtonSize, string> = {
  sm: "min-h-8 px-2.5 py-0.5 text-sm",
  md: "min-h-10 px-4 py-1.5 text-base",
  lg: "min-h-12 px-6 py-2 text-lg",
};
export const buttonClass = ({ variant = "secondary", size = "md", wide }: Look = {}) =>
  cx(base, looks[variant], sizes[size], wide && "w-full");

/** A submit unless told otherwise; while its own post is under way it says so and takes no second click. */
export function Button({ variant, size, icon, wide, className, children, ...rest }: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  const navigation = useNavigation();
  const type = rest.type ?? "submit";
  const busy = type === "submit" && rest.name !== undefined && navigation.formData?.get(rest.name) === rest.value;
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : rest.onClick?.(event))}
      className={cx(buttonClass({ variant, size, wide }), busy && "opacity-70", className)}
    >
      {busy ? <LoaderCircle size={16} className="animate-spin" aria-hidden /> : icon}
      {children}
    </button>
  );
}

export function ButtonLink({ variant, size, icon, wide, className, children, ...rest }: Look & LinkProps) {
  return (
    <Link {...rest} className={cx(buttonClass({ variant, size, wide }), className)}>
      {icon}
      {children}
    </Link>
  );
}
