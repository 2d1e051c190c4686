import { around, box, darker, dot, group, lighter, line, many, oval, type Product, shadow, shape } from "./pen.ts";

/** A laptop on a folding light-metal stand, seen from the side. */
export const laptopStand: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 238, 280, 30) +
  box(-220, 216, 400, 22, 11, pen.down(lighter(body, 0.4), body, darker(body, 0.3))) +
  shape("M-150 220-60-6-26 6-108 224Z", pen.across(lighter(body, 0.3), darker(body, 0.15))) +
  shape("M130 220 -30-10-4-30 168 218Z", pen.across(body, darker(body, 0.35))) +
  dot(-34, 0, 24, pen.ball(second)) +
  dot(-34, 0, 9, darker(second, 0.5)) +
  group(
    "rotate(-14 0 -20)",
    box(-250, -34, 470, 22, 10, pen.down(lighter(body, 0.55), body)) +
      box(-262, -62, 22, 50, 8, pen.tube(accent)) +
      box(-236, -62, 430, 28, 10, pen.down("#d3d7da", "#8f979d")) +
      many(16, (i) => box(-200 + i * 22, -60, 15, 4, 2, "#5b636a")),
  ) +
  group(
    "translate(212 -132) rotate(18)",
    box(-14, -230, 26, 250, 10, pen.across("#b9bfc4", "#6d757b")) + shape("M-14-224-26-216V4L-14 12Z", pen.down("#88b3d1", "#e6c7a0")),
  ) +
  many(5, (i) => dot(-150 + i * 60, 227, 4, darker(body, 0.45)));

/** A brass rule that closes a book, with a sliding mark. */
export const brassRule: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 230, 290, 36) +
  shape("M-270 150Q-140 96 0 150V236Q-140 186-270 232Z", pen.across("#fbf6ea", "#e2d8c3")) +
  shape("M270 150Q140 96 0 150V236Q140 186 270 232Z", pen.across("#d8cdb6", "#fbf6ea")) +
  shape(
    "M-282 158-270 150V232Q-140 186 0 236 140 186 270 232V150L282 158V246Q140 204 0 250-140 204-282 246Z",
    pen.across(second, darker(second, 0.3)),
  ) +
  many(5, (i) => line(`M-236 ${160 + i * 13}q110-40 210-4`, "#a99c83", 2.5, 'opacity=".7"')) +
  many(5, (i) => line(`M28 ${156 + i * 13}q100-36 208 4`, "#a99c83", 2.5, 'opacity=".7"')) +
  group(
    "rotate(-58 0 0)",
    box(-300, -38, 600, 76, 6, pen.down(lighter(body, 0.6), body, darker(body, 0.25))) +
      box(-300, -38, 600, 8, 3, lighter(body, 0.75)) +
      many(53, (i) =>
        line(`M${-280 + i * 10} -36v${i % 10 === 0 ? 34 : i % 5 === 0 ? 25 : 15}`, darker(body, 0.65), i % 10 === 0 ? 3 : 1.8),
      ) +
      dot(272, 16, 11, darker(body, 0.55)) +
      many(3, (i) => oval(-200 + i * 26, 18, 9, 9, "none", `stroke="${darker(body, 0.6)}" stroke-width="2.5"`)) +
      box(10, -54, 92, 108, 10, pen.down(lighter(accent, 0.45), accent, darker(accent, 0.35))) +
      box(30, -40, 52, 46, 5, lighter(body, 0.3)) +
      many(6, (i) => line(`M${35 + i * 9} -38v${i % 5 ? 16 : 26}`, darker(body, 0.65), 2)) +
      dot(56, 32, 12, pen.ball(darker(accent, 0.2))),
  );

/** A square scarf with the pattern of a painted cave ceiling, hung over a rod. */
export const scarf: Product = (pen, [body, second, accent]) => {
  const petals = (r: number, n: number, fill: string) =>
    many(n, (i) => {
      const [x, y] = around(0, 0, r, (360 / n) * i);
      return oval(x, y, r * 0.2, r * 0.34, fill, `transform="rotate(${(360 / n) * i} ${x} ${y})"`);
    });
  const border = many(20, (i) =>
    box(-196 + i * 20, -6, 12, 12, 2, i % 2 ? accent : second, 'transform="rotate(45)"').replace(
      "rotate(45)",
      `rotate(45 ${-190 + i * 20} 0)`,
    ),
  );
  return (
    shadow(pen, 0, 238, 240, 26) +
    box(-14, -282, 28, 12, 4, "#6a4526") +
    box(-290, -286, 580, 20, 10, pen.down("#b98a5c", "#6a4526")) +
    box(-280, -270, 12, 510, 4, pen.tube("#8a5f3c")) +
    box(268, -270, 12, 510, 4, pen.tube("#8a5f3c")) +
    shape(
      "M-224-284H224V196Q170 226 112 206T0 212-112 206-224 200Z",
      pen.across(darker(body, 0.12), lighter(body, 0.12), body, lighter(body, 0.16), darker(body, 0.18)),
    ) +
    group("translate(0 -232)", border) +
    group("translate(0 170)", border) +
    group(
      "translate(0 -32)",
      box(-150, -150, 300, 300, 4, "none", `stroke="${second}" stroke-width="9"`) +
        box(-150, -150, 300, 300, 4, darker(body, 0.2), 'transform="rotate(45) scale(.7)"') +
        box(-150, -150, 300, 300, 4, "none", `stroke="${accent}" stroke-width="10" transform="rotate(45) scale(.7)"`) +
        box(-74, -74, 148, 148, 3, second) +
        box(-74, -74, 148, 148, 3, accent, 'transform="rotate(45) scale(.86)"') +
        dot(0, 0, 60, darker(body, 0.25)) +
        petals(44, 8, lighter(second, 0.3)) +
        petals(24, 8, accent) +
        dot(0, 0, 12, lighter(second, 0.6)) +
        many(4, (i) => group(`rotate(${i * 90}) translate(118 118) scale(.55)`, petals(40, 6, accent) + dot(0, 0, 14, second))),
    ) +
    many(5, (i) => shape(`M${-190 + i * 92}-284q14 240-6 486h22q14-250 4-486Z`, "#ffffff", `opacity="${i % 2 ? 0.09 : 0.05}"`)) +
    many(46, (i) => line(`M${-220 + i * 9.7} ${204 + Math.sin(i / 4) * 6}v22`, darker(body, 0.1), 2.4))
  );
};
