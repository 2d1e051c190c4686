import sharp from "sharp";
import { box, darker, dot, group, lighter, line, many, newPen, type Pen, type Product, type Tone } from "./pen.ts";
import { type SceneName, scenes } from "./scenes.ts";

/** How a campaign's product is shown: alone on the cover, in its colours, and as a sheet of details. */
export type Portrait = {
  product: Product;
  /** The colours it comes in; the cover shows the first. */
  tones: readonly Tone[];
  cover: SceneName;
  row: SceneName;
  /** Two places on the product worth a closer look. */
  details: readonly [readonly [x: number, y: number], readonly [x: number, y: number]];
};
export type View = "cover" | "row" | "sheet";

const FLOOR = 668;
const stand = (pen: Pen, portrait: Portrait, tone: Tone, x: number, size: number) =>
  group(`translate(${x} ${FLOOR - 240 * size}) scale(${size})`, portrait.product(pen, tone));

const cover = (pen: Pen, portrait: Portrait) =>
  scenes[portrait.cover](pen, portrait.tones[0]!) + stand(pen, portrait, portrait.tones[0]!, 600, 1.02);

/** Two or three of it side by side, the middle one in front. */
function row(pen: Pen, portrait: Portrait) {
  const [first, second = first, third = second] = portrait.tones;
  const back = group("translate(0 -26)", stand(pen, portrait, second!, 232, 0.56) + stand(pen, portrait, third!, 968, 0.56));
  return scenes[portrait.row](pen, third!) + back + stand(pen, portrait, first!, 600, 0.7);
}

/** A drawing sheet: the product with its measures and two circles that look closer. */
function sheet(pen: Pen, portrait: Portrait) {
  const [body] = portrait.tones[0]!;
  const paper = lighter(body, 0.9);
  const ink = darker(body, 0.55);
  const drawing = portrait.product(pen, portrait.tones[0]!);
  const [x0, y0, size] = [390, 420, 1.02];
  const glass = ([x, y]: readonly [number, number], cy: number) => {
    const [px, py] = [x0 + x * size, y0 + y * size];
    const clip = pen.clip(`<circle cx="0" cy="0" r="164"/>`);
    return (
      line(`M${px} ${py}L${950 - 164} ${cy}`, ink, 2.5, 'stroke-dasharray="3 9"') +
      dot(px, py, 44, "none", `stroke="${ink}" stroke-width="3"`) +
      group(
        `translate(950 ${cy})`,
        `${dot(0, 0, 164, lighter(body, 0.72))}<g clip-path="${clip}"><g transform="scale(2.5) translate(${-x} ${-y})">${drawing}</g></g>`,
      ) +
      dot(950, cy, 164, "none", `stroke="${ink}" stroke-width="5"`) +
      dot(950, cy, 176, "none", `stroke="${ink}" stroke-width="1.5"`)
    );
  };
  const measure = (d: string, ends: string) => line(d, ink, 2.5) + line(ends, ink, 2.5);
  return (
    box(0, 0, 1200, 800, 0, paper) +
    many(30, (i) => line(`M${i * 40 + 20} 0V800`, ink, i % 5 ? 0.6 : 1.2, 'opacity=".16"')) +
    many(20, (i) => line(`M0 ${i * 40 + 20}H1200`, ink, i % 5 ? 0.6 : 1.2, 'opacity=".16"')) +
    group(`translate(${x0} ${y0}) scale(${size})`, drawing) +
    measure("M120 740H660", "M120 724V756M660 724V756M120 740l14-7M120 740l14 7M660 740l-14-7M660 740l-14 7") +
    measure("M64 110V670", "M48 110H80M48 670H80M64 110l-7 14M64 110l7 14M64 670l-7-14M64 670l7-14") +
    [...portrait.details]
      .sort((a, b) => a[1] - b[1])
      .map((at, i) => glass(at, 212 + i * 376))
      .join("")
  );
}

const views = { cover, row, sheet } satisfies Record<View, (pen: Pen, portrait: Portrait) => string>;

/** One picture of a product, 1200 × 800. */
export function paint(portrait: Portrait, view: View): Promise<Buffer> {
  const pen = newPen();
  const inner = views[view](pen, portrait);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800" viewBox="0 0 1200 800">${pen.defs()}${inner}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 84 }).toBuffer();
}
