/** Drawing with numbers: colours that shade by themselves, and the few shapes every picture is made of. */

type Rgb = [number, number, number];
const rgb = (hex: string): Rgb => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as Rgb;
/** The colour that lies `part` of the way from `a` to `b`. */
export function mix(a: string, b: string, part: number): string {
  const [x, y] = [rgb(a), rgb(b)];
  return `#${x
    .map((v, i) =>
      Math.round(v + (y[i]! - v) * part)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}
export const lighter = (colour: string, part: number) => mix(colour, "#ffffff", part);
export const darker = (colour: string, part: number) => mix(colour, "#141018", part);

/** Gradients are named by their content, so that the same one drawn twice is one. */
export function newPen() {
  const defs = new Map<string, string>();
  const known = (body: string, name: string): string => {
    const key = `${name} ${body}`;
    const id = [...defs.keys()].indexOf(key);
    const n = id < 0 ? defs.size : id;
    if (id < 0) defs.set(key, body.replace("<ID", `<${name} id="d${n}"`));
    return `url(#d${n})`;
  };
  const stops = (colours: string[]) => colours.map((c, i) => `<stop offset="${i / (colours.length - 1)}" stop-color="${c}"/>`).join("");
  return {
    down: (...colours: string[]) => known(`<ID x1="0" y1="0" x2="0" y2="1">${stops(colours)}</linearGradient>`, "linearGradient"),
    across: (...colours: string[]) => known(`<ID x1="0" y1="0" x2="1" y2="0">${stops(colours)}</linearGradient>`, "linearGradient"),
    slant: (...colours: string[]) => known(`<ID x1="0" y1="0" x2="1" y2="1">${stops(colours)}</linearGradient>`, "linearGradient"),
    /** Something round, lit from the upper left. */
    ball: (colour: string) =>
      known(
        `<ID cx=".36" cy=".3" r=".8">${stops([lighter(colour, 0.5), colour, darker(colour, 0.45)])}</radialGradient>`,
        "radialGradient",
      ),
    /** Something turned on a lathe, lit from the left. */
    tube: (colour: string) =>
      known(
        `<ID x1="0" y1="0" x2="1" y2="0">${stops([darker(colour, 0.22), lighter(colour, 0.4), lighter(colour, 0.12), colour, darker(colour, 0.2), darker(colour, 0.42)])}</linearGradient>`,
        "linearGradient",
      ),
    /** Light or shadow that fades outwards to nothing. */
    glow: (colour: string, strength: number) =>
      known(
        `<ID><stop offset="0" stop-color="${colour}" stop-opacity="${strength}"/><stop offset=".5" stop-color="${colour}" stop-opacity="${strength * 0.45}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`,
        "radialGradient",
      ),
    clip: (shape: string) => known(`<ID>${shape}</clipPath>`, "clipPath"),
    defs: () => `<defs>${[...defs.values()].join("")}</defs>`,
  };
}
export type Pen = ReturnType<typeof newPen>;
/** The colours a product comes in: its body, its second material, its accent. */
export type Tone = readonly [body: string, second: string, accent: string];
/** Draws a product about 520 wide and 540 high around (0, 0); it stands at y = 240. */
export type Product = (pen: Pen, tone: Tone) => string;

export const box = (x: number, y: number, w: number, h: number, round: number, fill: string, more = "") =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${round}" fill="${fill}" ${more}/>`;
export const dot = (x: number, y: number, r: number, fill: string, more = "") =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`;
export const oval = (x: number, y: number, rx: number, ry: number, fill: string, more = "") =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`;
export const shape = (d: string, fill: string, more = "") => `<path d="${d}" fill="${fill}" ${more}/>`;
export const line = (d: string, stroke: string, width: number, more = "") =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
export const group = (transform: string, inner: string, more = "") => `<g transform="${transform}" ${more}>${inner}</g>`;
export const shadow = (pen: Pen, x: number, y: number, rx: number, ry: number, strength = 0.5) =>
  oval(x, y, rx, ry, pen.glow("#1a1410", strength));

/** n copies of something, by their number. */
export const many = (n: number, draw: (i: number) => string) => Array.from({ length: n }, (_, i) => draw(i)).join("");
/** A point on a circle; degrees clockwise from the top. */
export const around = (x: number, y: number, r: number, degrees: number): [number, number] => [
  x + r * Math.sin((degrees * Math.PI) / 180),
  y - r * Math.cos((degrees * Math.PI) / 180),
];

const segments: Record<string, string> = {
  "0": "abcdef",
  "1": "bc",
  "2": "abged",
  "3": "abgcd",
  "4": "fgbc",
  "5": "afgcd",
  "6": "afgedc",
  "7": "abc",
  "8": "abcdefg",
  "9": "abcdfg",
};
const bars: Record<string, string> = { a: "M1 0H9", b: "M10 1V9", c: "M10 11V19", d: "M1 20H9", e: "M0 11V19", f: "M0 1V9", g: "M1 10H9" };
/** Digits as a display shows them, so that no font is needed. */
export const digits = (x: number, y: number, height: number, text: string, colour: string) =>
  group(
    `translate(${x} ${y}) scale(${height / 20})`,
    [...text].map((t, i) => group(`translate(${i * 15} 0)`, [...segments[t]!].map((s) => line(bars[s]!, colour, 2.4)).join(""))).join(""),
  );

/** A repeatable stream of numbers in [0, 1). */
export function numbers(seed: number) {
  let state = (seed * 2654435761 + 97) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
