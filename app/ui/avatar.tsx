import { cx } from "./cx.ts";

const tints = [
  "bg-river-100 text-river-800",
  "bg-loess-100 text-loess-700",
  "bg-ok-50 text-ok-700",
  "bg-sunken text-ink",
  "bg-river-800 text-river-50",
  "bg-loess-600 text-white",
];
const sizes = { sm: "size-7 text-xs", md: "size-10 text-base", lg: "size-16 text-2xl" };

/** The picture, or the first character of the name on a colour that stays with the name. */
export function Avatar({ name, src, size = "md" }: { name: string; src?: string | null; size?: keyof typeof sizes }) {
  const look = cx("inline-grid shrink-0 place-items-center overflow-hidden rounded-full font-semibold", sizes[size]);
  if (src) return <img src={src} alt="" className={cx(look, "object-cover")} loading="lazy" />;
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)!) % 997;
  return (
    <span aria-hidden className={cx(look, tints[sum % tints.length])}>
      {[...name.trim()][0]?.toUpperCase() ?? "·"}
    </span>
  );
}
