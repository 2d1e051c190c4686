import { box, darker, dot, group, lighter, line, many, oval, type Product, shadow, shape } from "./pen.ts";

/** A breathing trainer: three chambers, three balls, one mouthpiece. */
export const breath: Product = (pen, [body, second, accent]) => {
  const chamber = (x: number, ball: number, tone: string) =>
    box(x - 56, -220, 112, 370, 40, "#e6f1f3", 'opacity=".6"') +
    line(`M${x - 56} -150V120`, "#ffffff", 5, 'opacity=".8"') +
    many(8, (i) => line(`M${x + 26} ${-150 + i * 34}h${i % 2 ? 16 : 26}`, "#8aa0a8", 3)) +
    dot(x, ball, 46, pen.ball(tone)) +
    box(x - 56, -220, 112, 370, 40, "none", 'stroke="#b9ccd2" stroke-width="4"') +
    line(`M${x - 38} -180V90`, "#ffffff", 11, 'opacity=".7"');
  return (
    shadow(pen, 0, 238, 280, 30) +
    line("M190 190Q300 200 290 60 280-60 230-120", lighter(second, 0.4), 32) +
    line("M190 190Q300 200 290 60 280-60 230-120", second, 20, 'stroke-dasharray="5 7"') +
    group(
      "translate(226 -140) rotate(-24)",
      box(-28, -52, 56, 74, 14, pen.tube("#f4f2ec")) + box(-18, -92, 36, 46, 14, pen.tube("#e3e6e6")),
    ) +
    chamber(-138, 96, accent) +
    chamber(0, -20, lighter(accent, 0.25)) +
    chamber(138, -130, second) +
    shape("M-214-226Q0-270 214-226V-196H-214Z", pen.tube(body)) +
    shape("M-230 140H230L248 212Q246 240 214 240H-214Q-246 240-248 212Z", pen.tube(body)) +
    box(-60, 170, 120, 36, 18, darker(body, 0.2)) +
    many(3, (i) => dot(-30 + i * 30, 188, 8, [accent, lighter(accent, 0.4), second][i]!))
  );
};

/** A warming eye mask beside its mugwort sachets. */
export const eyeMask: Product = (pen, [body, second, accent]) => {
  const leaf = (x: number, y: number, turn: number) =>
    group(
      `translate(${x} ${y}) rotate(${turn})`,
      line("M0 60V-90", "#55764a", 6) +
        many(6, (i) =>
          shape(
            `M0 ${30 - i * 22}Q${i % 2 ? 46 : -46} ${20 - i * 22} ${i % 2 ? 66 : -66} ${-14 - i * 22}Q${i % 2 ? 24 : -24} ${-10 - i * 22} 0 ${18 - i * 22}Z`,
            i % 2 ? "#7d9c6d" : "#6a8b5e",
          ),
        ),
    );
  return (
    shadow(pen, 0, 238, 290, 28) +
    leaf(-210, -60, -28) +
    leaf(214, -70, 30) +
    line("M-256 20Q-250-170 0-190 250-170 256 20", darker(second, 0.1), 34) +
    line("M-256 20Q-250-170 0-190 250-170 256 20", lighter(second, 0.25), 10, 'stroke-dasharray="4 12"') +
    box(-36, -214, 72, 50, 10, pen.tube("#8b9298")) +
    shape(
      "M-276 20Q-280-100-140-104-50-104 0-70 50-104 140-104 280-100 276 20 270 130 150 136 60 136 34 62 20 30 0 30-20 30-34 62-60 136-150 136-270 130-276 20Z",
      pen.ball(body),
    ) +
    shape(
      "M-252 18Q-254-80-140-82-50-82 0-48 50-82 140-82 254-80 252 18 246 110 150 114 76 112 52 48 30 8 0 8-30 8-52 48-76 112-150 114-246 110-252 18Z",
      "none",
      `stroke="${lighter(body, 0.5)}" stroke-width="4" stroke-dasharray="10 8"`,
    ) +
    line("M-206 10Q-150 60-92 10M92 10Q150 60 206 10", accent, 8) +
    many(4, (i) =>
      line(
        `M${-190 + i * 30} ${36 + (i % 3 === 0 ? 0 : 9)}l${-9 + i * 5} 20M${104 + i * 30} ${36 + (i % 3 === 0 ? 0 : 9)}l${-9 + i * 5} 20`,
        accent,
        6,
      ),
    ) +
    many(3, (i) => line(`M${-60 + i * 60}-110q-16-20 0-38t0-34`, "#ffffff", 6, 'opacity=".5"')) +
    many(3, (i) =>
      group(
        `translate(${-150 + i * 150} ${204 - (i % 2) * 8}) rotate(${-8 + i * 8})`,
        box(-64, -36, 128, 72, 12, pen.slant(lighter(second, 0.6), lighter(second, 0.25))) +
          line("M-44-24H44M-44 24H44", second, 3, 'stroke-dasharray="5 5"') +
          shape("M0-18q-22 18 0 38 22-20 0-38Z", "#7d9c6d"),
      ),
    )
  );
};

/** A pillow with a pocket of herbs. */
export const pillow: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 232, 300, 34) +
  shape(
    "M-280 190Q-300 60-262-40-280-90-230-86 0-130 230-86 280-90 262-40 300 60 280 190 294 232 240 222 0 252-240 222-294 232-280 190Z",
    pen.ball(lighter(body, 0.12)),
  ) +
  shape(
    "M-262-40Q-200 40-214 90T-280 190Q-300 60-262-40ZM262-40Q200 40 214 90T280 190Q300 60 262-40Z",
    darker(body, 0.14),
    'opacity=".7"',
  ) +
  line("M-238-66Q0-104 238-66M-250 204Q0 230 250 204", darker(body, 0.28), 4, 'stroke-dasharray="12 8"') +
  line(
    "M-190-40Q-130 10-150 60M190-40Q130 10 150 60M-200 180Q-140 140-60 160M200 170Q150 130 110 140",
    darker(body, 0.22),
    5,
    'opacity=".6"',
  ) +
  box(-120, -20, 240, 170, 22, pen.slant(lighter(second, 0.3), second)) +
  box(-106, -6, 212, 142, 16, "none", `stroke="${lighter(second, 0.6)}" stroke-width="4" stroke-dasharray="9 7"`) +
  group(
    "translate(0 64)",
    line("M0 56V-30", "#55764a", 6) +
      many(9, (i) =>
        oval(
          (i % 2 ? 16 : -16) * (1 - i * 0.05),
          10 - i * 9,
          12,
          7,
          i % 2 ? accent : lighter(accent, 0.25),
          `transform="rotate(${i % 2 ? -30 : 30} ${(i % 2 ? 16 : -16) * (1 - i * 0.05)} ${10 - i * 9})"`,
        ),
      ) +
      line("M0 40Q-30 30-46 6M0 46Q30 36 50 14", "#6f9064", 6),
  ) +
  dot(0, -14, 13, pen.ball(accent)) +
  group(
    "translate(190 -150)",
    many(3, (i) => line(`M${-i * 44} ${i * 40}h${40 - i * 8}l${-40 + i * 8} ${34 - i * 6}h${40 - i * 8}`, lighter(accent, 0.2), 8 - i)),
  );
