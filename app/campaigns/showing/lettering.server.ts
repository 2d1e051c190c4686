import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Glyph, type Outlines, readWoff2 } from "#app/campaigns/showing/woff2.ts";
import { singleton } from "#app/singleton.server.ts";

/**
 * Text as outlines for pictures, from the font that the pages carry as their last resort: a server needs no fonts of its own, and Chinese
 * is never a row of boxes. The font's outlines are its thinnest weight; a stroke around them makes it as bold as wanted.
 */
type Font = { unitsPerEm: number; glyphOf(codePoint: number): Glyph | null };
const FONT = "@fontsource-variable/noto-sans-sc";

function openFont(): Font {
  const ranges = createRequire(import.meta.url)(`${FONT}/unicode.json`) as Record<string, string>;
  const folder = path.dirname(createRequire(import.meta.url).resolve(`${FONT}/unicode.json`));
  // Like the browser: the ranges say which of the font's hundred files holds a character.
  const parts = Object.entries(ranges).map(([name, list]) => ({
    file: path.join(folder, "files", `noto-sans-sc-${name.replace(/[[\]]/g, "")}-wght-normal.woff2`),
    spans: list.split(",").map((span) => {
      const [first, last] = span.trim().slice(2).split("-");
      return [Number.parseInt(first!, 16), Number.parseInt(last ?? first!, 16)] as const;
    }),
    outlines: undefined as Outlines | undefined,
  }));
  return {
    unitsPerEm: 1000,
    glyphOf(codePoint) {
      const part = parts.find(({ spans }) => spans.some(([first, last]) => codePoint >= first && codePoint <= last));
      if (!part) return null;
      part.outlines ??= readWoff2(readFileSync(part.file));
      return part.outlines.glyphOf(codePoint);
    },
  };
}
const font = () => singleton("lettering", openFont);

/** A contour of straight lines and quadratic curves: between two points off the line, the middle is on it. */
function pathOf(contour: Glyph["contours"][number], x: number, y: number, scale: number): string {
  const first = contour.findIndex((point) => point.on);
  if (first < 0) return "";
  const put = (px: number, py: number) => `${(x + px * scale).toFixed(1)} ${(y - py * scale).toFixed(1)}`;
  const start = contour[first]!;
  const points = [...contour.slice(first + 1), ...contour.slice(0, first), start];
  let d = `M${put(start.x, start.y)}`;
  let bend: { x: number; y: number } | null = null;
  for (const point of points) {
    if (point.on) {
      d += bend ? `Q${put(bend.x, bend.y)} ${put(point.x, point.y)}` : `L${put(point.x, point.y)}`;
      bend = null;
    } else {
      if (bend) d += `Q${put(bend.x, bend.y)} ${put((bend.x + point.x) / 2, (bend.y + point.y) / 2)}`;
      bend = point;
    }
  }
  return `${d}Z`;
}

const EMPTY_ADVANCE = 300;
const advanceOf = (character: string) => font().glyphOf(character.codePointAt(0)!)?.advance ?? EMPTY_ADVANCE;
export const widthOf = (text: string, size: number) => [...text].reduce((sum, c) => sum + (advanceOf(c) * size) / font().unitsPerEm, 0);

/** Cuts text into at most `most` lines of this width; Latin words stay whole, the last line says with a sign that there was more. */
export function linesOf(text: string, size: number, width: number, most: number): string[] {
  const words = text.match(/[\p{Script=Latin}\p{N}'’-]+|./gsu) ?? [];
  const pieces = words.flatMap((word) => (widthOf(word, size) > width ? [...word] : [word]));
  const lines = [""];
  for (const piece of pieces) {
    const line = lines.at(-1)!;
    if (line !== "" && widthOf(line + piece, size) > width) {
      if (lines.length === most) return [...lines.slice(0, -1), shorten(line, size, width)];
      lines.push(piece.trimStart());
    } else lines[lines.length - 1] = line + piece;
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}
function shorten(line: string, size: number, width: number): string {
  const kept = [...line.trimEnd()];
  while (kept.length > 1 && widthOf(`${kept.join("")}…`, size) > width) kept.pop();
  return `${kept.join("")}…`;
}

/** One line of text as an SVG path with its left end of the base line at x, y. `bold`: how wide the stroke is, in thousandths of the size. */
export function lettering(
  text: string,
  { x, y, size, fill, bold = 45 }: { x: number; y: number; size: number; fill: string; bold?: number },
): string {
  const { unitsPerEm, glyphOf } = font();
  const scale = size / unitsPerEm;
  let at = x;
  let d = "";
  for (const character of text) {
    const glyph = glyphOf(character.codePointAt(0)!);
    for (const contour of glyph?.contours ?? []) d += pathOf(contour, at, y, scale);
    at += (glyph?.advance ?? EMPTY_ADVANCE) * scale;
  }
  return `<path d="${d}" fill="${fill}" stroke="${fill}" stroke-width="${((bold * size) / 1000).toFixed(1)}" stroke-linejoin="round"/>`;
}
