import { around, box, darker, dot, group, lighter, line, many, oval, type Product, shadow, shape } from "./pen.ts";

const sprout = (x: number, y: number, size: number) =>
  group(
    `translate(${x} ${y}) scale(${size})`,
    line("M0 0Q-6-50 4-110", "#5d8a3f", 8) +
      shape("M2-60Q-60-66-78-120-16-126 2-60ZM2-84Q56-84 84-140 22-150 2-84ZM4-104Q-20-140 2-180 34-146 4-104Z", "#7fb055") +
      line("M2-62Q-36-84-70-114M4-86Q40-110 76-134", "#4f7a36", 3),
  );

/** Clay balls with seeds in them, in a tray; one has sprouted. */
export const seedBalls: Product = (pen, [body, second, accent]) => {
  const ball = (x: number, y: number, tone: string) =>
    dot(x, y, 56, pen.ball(tone)) +
    many(9, (i) => dot(x - 34 + ((i * 29) % 70), y - 30 + ((i * 41) % 62), 3 + (i % 3), i % 2 ? darker(tone, 0.35) : lighter(tone, 0.4)));
  return (
    shadow(pen, 0, 240, 300, 30) +
    shape("M-70-270H150Q160-60 148 100H-68Q-84-60-70-270Z", pen.across(lighter(second, 0.25), second, darker(second, 0.2))) +
    shape("M-70-270-58-290 -40-272-20-292 0-272 20-292 40-272 60-292 80-272 100-292 120-272 140-290 150-270Z", lighter(second, 0.3)) +
    dot(40, -110, 74, lighter(second, 0.75)) +
    sprout(40, -58, 0.62) +
    many(3, (i) => line(`M-20 ${4 + i * 20}h${120 - i * 30}`, darker(second, 0.4), 6)) +
    sprout(-196, 60, 1.15) +
    sprout(190, 60, 0.8) +
    ball(-196, 86, body) +
    ball(-66, 80, darker(body, 0.12)) +
    ball(66, 80, lighter(body, 0.1)) +
    ball(192, 86, body) +
    shape("M-290 90H290L262 220Q258 238 236 238H-236Q-258 238-262 220Z", pen.down(lighter(accent, 0.25), accent, darker(accent, 0.25))) +
    many(4, (i) => shape(`M${-252 + i * 130} 90q56 92 112 0Z`, darker(accent, 0.4), 'opacity=".55"')) +
    many(4, (i) => oval(-196 + i * 130, 96, 54, 20, pen.ball(body))) +
    line("M-286 96H286", lighter(accent, 0.45), 5) +
    many(12, (i) => dot(-240 + ((i * 97) % 480), 232 + ((i * 13) % 14), 5, i % 2 ? body : "#7fb055"))
  );
};

/** A microscope folded from card. */
export const microscope: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 238, 240, 30) +
  shape("M-200 240-170 180H190L220 240Z", pen.down(lighter(body, 0.25), darker(body, 0.12))) +
  line("M-190 222H208", darker(body, 0.35), 3, 'stroke-dasharray="12 7"') +
  shape(
    "M70 190Q200 140 190-20 176-130 70-170L60-120Q136-90 140-10 140 90 30 140Z",
    pen.slant(lighter(body, 0.2), body, darker(body, 0.22)),
  ) +
  line("M84-150Q176-110 178-10 180 110 60 170", darker(body, 0.35), 3, 'stroke-dasharray="12 7"') +
  shape("M-170 60H90V92H-170Z", pen.down(lighter(second, 0.25), second)) +
  box(-150, 46, 190, 15, 3, "#d8edf2", 'opacity=".9"') +
  oval(-56, 53, 36, 6, accent) +
  box(-76, 92, 46, 60, 6, darker(second, 0.25)) +
  dot(-53, 166, 32, pen.ball("#f4e4b0")) +
  dot(-53, 166, 60, pen.glow("#fff2b8", 0.9)) +
  shape("M-40-150 90-176 84-118-30-92Z", pen.down(lighter(body, 0.2), darker(body, 0.2))) +
  group(
    "translate(-50 -40) rotate(-16)",
    box(-34, -30, 68, 100, 8, pen.tube(darker(second, 0.1))) +
      box(-22, 64, 44, 30, 5, pen.tube("#c9a24a")) +
      box(-46, -170, 92, 150, 10, pen.tube(body)) +
      many(3, (i) => box(-46, -140 + i * 38, 92, 11, 0, i === 1 ? accent : second)) +
      box(-34, -236, 68, 72, 10, pen.tube("#3a4046")) +
      oval(0, -236, 34, 11, "#1d2226") +
      oval(0, -236, 22, 7, "#6fa3bd"),
  ) +
  dot(132, -10, 40, pen.ball(accent)) +
  many(16, (i) => {
    const [x, y] = around(132, -10, 40, i * 22.5);
    return dot(x, y, 5, darker(accent, 0.25));
  }) +
  dot(132, -10, 15, darker(accent, 0.35));

/** Blocks with sluice gates and arrows that make water obey a program. */
export const sluice: Product = (pen, [body, second, accent]) => {
  const block = (x: number, y: number, tone: string, sign: string) =>
    box(x, y, 124, 104, 14, pen.down(lighter(tone, 0.25), tone, darker(tone, 0.22))) +
    dot(x + 34, y - 4, 15, lighter(tone, 0.3)) +
    dot(x + 90, y - 4, 15, lighter(tone, 0.3)) +
    box(x + 22, y + 22, 80, 62, 10, lighter(tone, 0.75)) +
    group(`translate(${x + 62} ${y + 53})`, line(sign, darker(tone, 0.4), 9));
  return (
    shadow(pen, 0, 240, 300, 28) +
    many(5, (i) => box(-262 + i * 120, [-70, -70, 30, 30, 100][i]!, 16, [210, 210, 110, 110, 40][i]!, 3, pen.tube("#b98a5c"))) +
    shape("M-280-150H-60V-60H180V40H280V110H120V10H-120V-80H-280Z", pen.down("#e8e2d4", "#c6bda9")) +
    shape("M-280-136H-76V-46H164V54H280V90H136V-4H-104V-96H-280Z", pen.across("#7fc0d8", "#4f9dc0", "#7fc0d8")) +
    many(6, (i) => line(`M${-262 + i * 30}-116q10-7 20 0`, "#e6f6fa", 4)) +
    many(7, (i) => line(`M${-84 + i * 32}-24q10-7 20 0`, "#e6f6fa", 4)) +
    many(3, (i) =>
      group(
        `translate(${[-170, 20, 206][i]} ${[-120, -30, 70][i]})`,
        box(-36, -120, 13, 160, 3, pen.tube(body)) +
          box(23, -120, 13, 160, 3, pen.tube(body)) +
          box(-44, -128, 88, 18, 5, pen.tube(darker(body, 0.15))) +
          box(-24, [-84, -30, -60][i]!, 48, 76, 4, pen.down(lighter(accent, 0.3), accent)) +
          dot(0, -142, 12, pen.ball(i === 1 ? "#58b368" : "#e0503c")),
      ),
    ) +
    block(-274, 136, second, "M-22 0H22M6-16 22 0 6 16") +
    block(-142, 136, accent, "M-16-14a22 22 0 1 1-2 26M-16-14v-16M-16-14h16") +
    block(-10, 136, body, "M0-20V20M-16 4 0 20 16 4") +
    block(122, 136, darker(second, 0.2), "M-20 12 -6-12 6 8 20-14")
  );
};
