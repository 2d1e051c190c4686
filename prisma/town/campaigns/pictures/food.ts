import { around, box, darker, dot, group, lighter, line, many, mix, oval, type Product, shadow, shape } from "./pen.ts";

const lily = (x: number, y: number, size: number, light: string, deep: string) =>
  group(
    `translate(${x} ${y}) scale(${size})`,
    many(6, (i) => shape("M0 0Q-22-40 0-84 22-40 0 0Z", i % 2 ? light : deep, `transform="rotate(${i * 60})"`)) +
      many(5, (i) => {
        const [u, v] = around(0, 0, 34, i * 72 + 20);
        return line(`M0 0 ${u} ${v}`, "#c98a3a", 3) + dot(u, v, 5, "#a8642a");
      }),
  );

/** A tin of lily tea beside a glass of it. */
export const lilyTea: Product = (pen, [body, second, accent]) =>
  shadow(pen, -70, 236, 210, 30) +
  shadow(pen, 170, 238, 120, 22) +
  shape("M-220-190V212Q-85 256 50 212V-190Z", pen.tube(body)) +
  shape("M-220-110V150Q-85 190 50 150V-110Q-85-74-220-110Z", pen.tube(lighter(body, 0.78))) +
  lily(-85, 20, 0.95, lighter(second, 0.35), second) +
  line("M-85 20Q-96 90-80 142M-90 92q-30-6-44-30M-86 112q30-4 44-24", "#5f8052", 6) +
  line("M-220-110Q-85-74 50-110M-220 150Q-85 190 50 150", accent, 5) +
  shape("M-228-236V-178Q-85-134 58-178V-236Z", pen.tube(darker(body, 0.16))) +
  oval(-85, -236, 143, 36, lighter(body, 0.25)) +
  oval(-85, -238, 116, 26, lighter(body, 0.1)) +
  dot(-85, -244, 17, pen.ball(accent)) +
  shape("M86-40H258L240 226Q172 250 104 226Z", "#e6f0ec", 'opacity=".4"') +
  shape("M92 30Q172 48 253 30L240 226Q172 250 104 226Z", pen.down(lighter(accent, 0.35), mix(accent, "#c98a3a", 0.4)), 'opacity=".75"') +
  oval(172, 32, 80, 13, lighter(accent, 0.55), 'opacity=".9"') +
  lily(160, 120, 0.42, "#ffffff", lighter(second, 0.6)) +
  lily(196, 178, 0.34, "#ffffff", lighter(second, 0.6)) +
  oval(172, -40, 86, 14, "none", 'stroke="#ffffff" stroke-width="4" opacity=".9"') +
  line("M98-24 112 204", "#ffffff", 7, 'opacity=".6"') +
  many(3, (i) =>
    oval(
      -10 + i * 34,
      232 + (i % 2) * 6,
      22,
      9,
      i % 2 ? "#fff8ea" : lighter(second, 0.5),
      `transform="rotate(${i * 24 - 20} ${-10 + i * 34} 232)"`,
    ),
  );

/** A cup of rose oats with its lid off and a wooden spoon. */
export const roseOats: Product = (pen, [body, second, accent]) => {
  const rose = (x: number, y: number, s: number) =>
    group(
      `translate(${x} ${y}) scale(${s})`,
      dot(0, 0, 50, pen.ball(second)) +
        line("M-30-8Q-20-40 12-34T34 4 4 36-26 18-10-14 18 4 2 14", darker(second, 0.3), 6) +
        shape("M-46 20Q-70 34-80 60-50 62-34 40ZM44 22Q70 30 82 58 50 62 34 42Z", "#6f9064"),
    );
  return (
    shadow(pen, 0, 238, 220, 32) +
    group("rotate(24 80 -180)", box(84, -320, 24, 240, 11, pen.tube("#d2a671")) + oval(96, -318, 26, 40, pen.tube("#dcb684"))) +
    shape("M-176-150H176L128 214Q0 250-128 214Z", pen.tube(body)) +
    shape("M-164-60Q0-30 164-60L142 110Q0 142-142 110Z", pen.tube(lighter(body, 0.75))) +
    rose(0, 26, 1.05) +
    line("M-148 132Q0 164 148 132", accent, 6) +
    oval(0, -152, 184, 46, lighter(body, 0.45)) +
    oval(0, -152, 164, 36, "#f3e3c5") +
    many(46, (i) => {
      const [x, y] = around(0, 0, 20 + ((i * 37) % 130), i * 47);
      return oval(
        x,
        -152 + y * 0.2,
        13,
        7,
        ["#e5c794", "#d6ae73", "#f4e4c4"][i % 3]!,
        `transform="rotate(${(i * 61) % 180} ${x} ${-152 + y * 0.2})"`,
      );
    }) +
    many(7, (i) => {
      const [x, y] = around(0, 0, 40 + ((i * 29) % 80), i * 51);
      return oval(x, -158 + y * 0.2, 20, 10, i % 2 ? second : lighter(second, 0.3), `transform="rotate(${i * 40} ${x} ${-158 + y * 0.2})"`);
    }) +
    oval(-196, 214, 74, 20, lighter(body, 0.2)) +
    oval(-196, 208, 74, 20, pen.across(lighter(body, 0.5), body)) +
    many(6, (i) =>
      oval(
        150 + ((i * 31) % 90),
        222 + ((i * 13) % 24),
        17,
        9,
        i % 2 ? second : "#e5c794",
        `transform="rotate(${i * 50} ${150 + ((i * 31) % 90)} ${222 + ((i * 13) % 24)})"`,
      ),
    )
  );
};

/** A bowl of Lanzhou beef noodles before its box. */
export const noodles: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 240, 290, 34) +
  shape("M-120-230H230V120H-120Z", pen.across(lighter(body, 0.1), darker(body, 0.12))) +
  shape("M-120-230-90-270H258L230-230Z", lighter(body, 0.25)) +
  shape("M230-230 258-270V86L230 120Z", darker(body, 0.35)) +
  box(-70, -180, 250, 130, 8, lighter(body, 0.82)) +
  many(5, (i) => line(`M-46 ${-154 + i * 20}q30-16 56 0t56 0 56 0 32-8`, accent, 6)) +
  group(
    "rotate(-16 120 -60)",
    box(-40, -96, 330, 11, 5, pen.down("#a9703f", "#6f4423")) + box(-40, -74, 330, 11, 5, pen.down("#a9703f", "#6f4423")),
  ) +
  shape("M-260-20H180Q176 200 30 232H-110Q-256 200-260-20Z", pen.tube("#f3efe6")) +
  line("M-250 60Q-40 110 170 60", second, 12) +
  line("M-246 88Q-40 136 164 88", second, 4) +
  oval(-40, -20, 220, 62, "#fbf8f1") +
  oval(-40, -16, 200, 52, pen.down("#c9853e", "#a65f27")) +
  many(13, (i) => line(`M${-200 + i * 24} ${-22 + ((i * 17) % 22)}q40-26 76 2t70-6`, i % 2 ? "#f6e3b4" : "#ead097", 8)) +
  many(26, (i) => {
    const [x, y] = [-190 + ((i * 67) % 300), -44 + ((i * 29) % 56)];
    return oval(x, y, 15, 6, "#b8261c", 'opacity=".75"');
  }) +
  many(5, (i) =>
    oval(
      -150 + i * 52,
      -28 + (i % 2) * 18,
      27,
      14,
      "#f8f6ea",
      `stroke="#d8d8bf" stroke-width="2" transform="rotate(${i * 30} ${-150 + i * 52} ${-28 + (i % 2) * 18})"`,
    ),
  ) +
  many(6, (i) => box(-120 + i * 34, -36 + (i % 3) * 12, 28, 18, 4, i % 2 ? "#8a5236" : "#9d6444")) +
  many(34, (i) =>
    box(
      -170 + ((i * 43) % 260),
      -48 + ((i * 31) % 60),
      13,
      5,
      2,
      i % 2 ? "#5f9440" : "#86b862",
      `transform="rotate(${(i * 47) % 180} ${-165 + ((i * 43) % 260)} ${-46 + ((i * 31) % 60)})"`,
    ),
  ) +
  many(3, (i) => line(`M${-110 + i * 60}-90q-22-34 0-62t0-56`, "#ffffff", 9, 'opacity=".35"'));

/** A pouch of quinoa crackers with a few of them stacked in front. */
export const crackers: Product = (pen, [body, second, accent]) => {
  const cracker = (y: number, turn: number) =>
    group(
      `translate(160 ${y}) rotate(${turn})`,
      oval(0, 10, 108, 30, "#a8743c") +
        oval(0, 0, 108, 30, pen.down("#edc887", "#d6a35c")) +
        many(20, (i) => {
          const [u, v] = around(0, 0, 18 + ((i * 31) % 76), i * 53);
          return dot(u, v * 0.27, 4.5, ["#fbf0d6", "#8f3a2c", "#3f3430"][i % 3]!);
        }),
    );
  return (
    shadow(pen, -60, 238, 210, 30) +
    shadow(pen, 160, 242, 140, 20) +
    shape(
      "M-230-240H130L146 190Q150 232 110 236H-210Q-250 232-246 190Z",
      pen.across(darker(body, 0.15), lighter(body, 0.2), body, lighter(body, 0.1), darker(body, 0.3)),
    ) +
    shape("M-230-240-236-286H136L130-240Z", pen.down(lighter(body, 0.3), body)) +
    line("M-228-250H128", darker(body, 0.3), 4, 'stroke-dasharray="2 12"') +
    dot(-50, 40, 116, lighter(body, 0.85)) +
    dot(-50, 40, 100, pen.slant("#f0d199", "#c98f4a")) +
    many(44, (i) => {
      const [u, v] = around(-50, 40, (i * 23) % 92, i * 71);
      return dot(u, v, 8, ["#f8e9c6", "#93412f", "#e0b066", "#4a3b33"][i % 4]!);
    }) +
    many(9, (i) => oval(-50 + Math.sin(i * 0.7) * 30, -196 + i * 9, 12 - Math.abs(i - 4), 7, i % 2 ? second : accent)) +
    line("M-50-206V-96", "#5f7f4c", 5) +
    box(-150, 182, 200, 14, 7, second) +
    cracker(226, 0) +
    cracker(202, 3) +
    cracker(180, -4) +
    cracker(156, 5)
  );
};
