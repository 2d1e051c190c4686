import { around, box, darker, digits, dot, group, lighter, line, many, mix, oval, type Product, shadow, shape } from "./pen.ts";

/** A night light whose felt blades answer the draught. */
export const windLamp: Product = (pen, [body, second, accent]) =>
  dot(0, -80, 330, pen.glow(accent, 0.55)) +
  shadow(pen, 0, 238, 190, 26) +
  shape("M-120 240Q-116 196-60 188H60Q116 196 120 240Z", pen.tube(body)) +
  box(-13, -70, 26, 262, 8, pen.tube(lighter(body, 0.15))) +
  many(3, (i) =>
    group(
      `translate(0 -90) rotate(${i * 120 + 12})`,
      shape("M-8-60Q-90-110-58-206-20-236 12-200 52-130 8-60Z", pen.slant(lighter(second, 0.25), darker(second, 0.2))) +
        line("M-4-66Q-34-130-26-196", darker(second, 0.35), 3),
    ),
  ) +
  dot(0, -90, 92, pen.ball(accent)) +
  dot(0, -90, 74, lighter(accent, 0.6), 'opacity=".8"') +
  dot(-16, -108, 42, "#ffffff", 'opacity=".75"') +
  dot(0, -90, 92, "none", `stroke="${darker(accent, 0.35)}" stroke-width="3" opacity=".5"`) +
  dot(0, 214, 11, accent) +
  line("M118 230Q190 232 250 240", "#3a3230", 6);

/** The three-piece tea bowl of Lanzhou with its travel case. */
export const gaiwan: Product = (pen, [body, second, accent]) => {
  const knot = (x: number, y: number) => line(`M${x - 26} ${y}q26-34 52 0t-52 0M${x - 14} ${y - 18}q14-20 28 0`, second, 6);
  return (
    shadow(pen, -60, 238, 240, 32) +
    box(84, -210, 190, 440, 60, pen.tube(darker(second, 0.25))) +
    box(84, -40, 190, 16, 0, darker(second, 0.5)) +
    line("M120-210Q178-300 240-210", pen.down("#b98a5c", "#6a4526"), 13) +
    box(158, -66, 42, 60, 8, pen.tube("#c9a24a")) +
    knot(178, 90) +
    oval(-70, 212, 210, 32, darker(body, 0.16)) +
    shape("M-280 196Q-70 250 140 196 100 236 20 242H-160Q-240 236-280 196Z", pen.tube(body)) +
    oval(-70, 196, 210, 34, lighter(body, 0.5)) +
    oval(-70, 196, 92, 15, darker(body, 0.12)) +
    shape("M-240-60H100Q96 110 6 190H-146Q-236 110-240-60Z", pen.tube(body)) +
    line("M-236-10Q-70 36 96-10", second, 8) +
    group(
      "translate(-70 82)",
      many(8, (i) => {
        const [x, y] = around(0, 0, 34, i * 45);
        return oval(x, y, 13, 22, i % 2 ? second : accent, `transform="rotate(${i * 45} ${x} ${y})"`);
      }) +
        dot(0, 0, 15, lighter(accent, 0.4)) +
        line("M50 10Q100 30 130-20M-50 10Q-100 30-130-20", second, 6),
    ) +
    oval(-70, -60, 170, 36, lighter(body, 0.4)) +
    oval(-70, -56, 152, 28, "#b9743a") +
    many(4, (i) => oval(-150 + i * 46, -58 + (i % 2) * 10, 21, 11, ["#8d2f22", "#c98a3a", "#d6577a", "#e8c27a"][i]!)) +
    many(6, (i) => dot(-120 + i * 22, -52 + (i % 3) * 6, 5, "#5f8052")) +
    group(
      "translate(-70 -132) rotate(-14)",
      shape("M-176 20Q-150-70-34-84H34Q150-70 176 20Q0 62-176 20Z", pen.tube(body)) +
        shape("M-40-84Q-46-118 0-120 46-118 40-84Q0-74-40-84Z", pen.tube(lighter(body, 0.12))) +
        line("M-150 2Q0 40 150 2", second, 7) +
        many(5, (i) => dot(-90 + i * 45, -24 - (i === 2 ? 10 : i % 2 ? 6 : 0), 9, i % 2 ? accent : second)),
    ) +
    many(3, (i) => line(`M${-150 + i * 44}-210q-16-22 0-40t0-34`, "#ffffff", 7, 'opacity=".45"'))
  );
};

/** A clay evaporator with leaves that drink from a dish. */
export const humidifier: Product = (pen, [body, second, accent]) => {
  const leaf = (turn: number, long: number, tone: string) =>
    group(
      `translate(0 150) rotate(${turn})`,
      shape(`M0 0Q-84 ${-long * 0.5} 0 ${-long} 84 ${-long * 0.5} 0 0Z`, pen.across(lighter(tone, 0.3), tone, darker(tone, 0.25))) +
        line(`M0-10V${-long + 24}`, darker(tone, 0.28), 4) +
        many(5, (i) =>
          line(
            `M0 ${-long * 0.2 - i * long * 0.13}q${24 - i * 2}-10 ${34 - i * 3}-30M0 ${-long * 0.2 - i * long * 0.13}q${-24 + i * 2}-10 ${-34 + i * 3}-30`,
            darker(tone, 0.2),
            2.5,
          ),
        ),
    );
  return (
    shadow(pen, 0, 238, 270, 32) +
    leaf(-58, 300, darker(body, 0.18)) +
    leaf(58, 300, darker(body, 0.18)) +
    leaf(-32, 370, darker(body, 0.06)) +
    leaf(32, 370, darker(body, 0.06)) +
    leaf(0, 420, body) +
    shape("M-240 140H240Q230 232 130 240H-130Q-230 232-240 140Z", pen.tube(second)) +
    oval(0, 140, 240, 40, lighter(second, 0.35)) +
    oval(0, 142, 220, 32, pen.across("#8ec5d0", "#d7eef0", "#7fb4c4")) +
    leaf(-14, 210, lighter(body, 0.12)) +
    leaf(16, 190, lighter(body, 0.18)) +
    oval(0, 154, 84, 13, "#5b95a8", 'opacity=".5"') +
    line("M-210 176Q0 226 210 176", accent, 6) +
    many(9, (i) => {
      const [x, y] = [-170 + i * 42, -150 - ((i * 47) % 120)];
      return shape(`M${x} ${y}q-12 20 0 28 12-8 0-28Z`, "#b8dde6", 'opacity=".7"');
    })
  );
};

/** A water-sealed jar for Lanzhou's sour vegetable broth. */
export const jar: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 238, 220, 32) +
  shape("M-120-150Q-210-110-206 20-204 180-150 232H150Q204 180 206 20 210-110 120-150Z", "#dfece6", 'opacity=".55"') +
  shape("M-200-10Q-200 176-146 226H146Q200 176 200-10Q100 22 0-4T-200-10Z", pen.down("#dbe3a8", "#a9b56b"), 'opacity=".85"') +
  many(16, (i) => {
    const [x, y] = [-140 + ((i * 71) % 280), 40 + ((i * 43) % 150)];
    return shape(
      `M${x} ${y}q24-40 52-8 18 34-18 44-44 2-34-36Z`,
      ["#86a455", "#b9cc7e", "#e9efcf"][i % 3]!,
      `transform="rotate(${(i * 57) % 180} ${x + 20} ${y})" opacity=".9"`,
    );
  }) +
  many(5, (i) => line(`M${-90 + i * 44} ${90 + (i % 2) * 40}q16 22 46 10`, "#c8402f", 6)) +
  oval(0, 18, 116, 22, darker(body, 0.1)) +
  oval(0, 8, 116, 22, pen.across(lighter(body, 0.4), body)) +
  dot(0, 2, 13, darker(body, 0.35)) +
  shape("M-150-160H150L170-120Q172-92 140-92H-140Q-172-92-170-120Z", pen.tube(second)) +
  oval(0, -160, 150, 30, lighter(second, 0.3)) +
  oval(0, -160, 132, 22, "#a8d3dc") +
  shape("M-104-166Q-100-236-30-246H30Q100-236 104-166 50-144 0-144T-104-166Z", pen.tube(body)) +
  shape("M-26-246Q-30-280 0-282 30-280 26-246Z", pen.tube(accent)) +
  line("M-176-40Q-190 80-150 186", "#ffffff", 13, 'opacity=".6"') +
  line("M168 0Q172 90 146 160", "#ffffff", 6, 'opacity=".5"') +
  group(
    "translate(96 150) rotate(-8)",
    box(-54, -36, 108, 72, 8, "#f7f0df") + many(3, (i) => line(`M-36 ${-16 + i * 16}h${72 - i * 20}`, mix(accent, "#5a4a3a", 0.4), 5)),
  );

/** A paper-like calendar in a wooden frame that turns its own page. */
export const calendar: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 238, 270, 28) +
  shape("M120 200 190 240H230L170 180Z", darker(body, 0.4)) +
  box(-240, -290, 480, 520, 22, pen.slant(lighter(body, 0.25), body, darker(body, 0.2))) +
  box(-206, -256, 412, 452, 8, darker(body, 0.5)) +
  box(-202, -252, 404, 444, 6, pen.slant("#f0efe8", "#dedcd2")) +
  digits(-120, -214, 150, "24", "#2c2b29") +
  dot(140, -190, 30, "#2c2b29") +
  dot(130, -196, 27, "#e9e7df") +
  line("M-170-34H170", "#2c2b29", 3) +
  shape("M-180 110-96 20-40 66 30-16 104 70 140 36 184 84V150H-180Z", "#8f8d86") +
  shape("M-180 150V118Q-90 70 0 108T184 104V150Z", "#4a4946") +
  many(9, (i) => line(`M${-164 + i * 40} 132q10-8 20 0`, "#dedcd2", 3)) +
  many(7, (i) => dot(-156 + i * 52, 172, i === 3 ? 11 : 5, i === 3 ? accent : "#6b6963")) +
  shape("M-202-252H60L-120 192H-202Z", "#ffffff", 'opacity=".16"') +
  box(-30, 206, 60, 10, 5, second);
