import { around, box, darker, dot, group, lighter, line, many, mix, oval, type Product, shadow, shape } from "./pen.ts";

/** A leather shadow figure before its lit screen, in a wooden stage. */
export const puppet: Product = (pen, [body, second, accent]) => {
  const cut = (x: number, y: number, r: number) =>
    many(6, (i) => {
      const [u, v] = around(x, y, r, i * 60);
      return oval(u, v, r * 0.32, r * 0.5, "#fff3cf", `transform="rotate(${i * 60} ${u} ${v})"`);
    }) + dot(x, y, r * 0.3, "#fff3cf");
  const robe = darker(body, 0.1);
  return (
    shadow(pen, 0, 238, 300, 28) +
    box(-270, -280, 540, 500, 12, pen.across("#9c6a3f", "#7a4d2b")) +
    box(-240, -250, 480, 430, 4, pen.down("#fff4d4", "#f7d99a")) +
    dot(0, -40, 250, pen.glow("#ffffff", 0.9)) +
    box(-286, 190, 572, 44, 8, pen.down("#b98a5c", "#7a4d2b")) +
    many(7, (i) => shape(`M${-240 + i * 69}-250h66l-33 40Z`, i % 2 ? accent : second)) +
    line("M-20 60-120 190M64 30 160 190M4-110 10 190", "#8a6a45", 5) +
    shape("M-70 150Q-92 60-52-20L50-24Q96 60 74 150Q40 164 0 156T-70 150Z", robe) +
    shape("M-52-20Q-120 0-140 62l34 16Q-86 30-44 24ZM50-24Q110-20 146 22l-26 30Q92 20 46 22Z", second) +
    shape("M-140 62l-20 22 18 10 26-14ZM146 22l22-8 2 22-22 14Z", "#e8c9a0") +
    shape("M-34-36Q-44-96 2-104 42-100 38-60L52-46 36-40Q34-20 8-18T-34-36Z", "#e8c9a0") +
    line("M16-74q14-6 20 0", "#4a2b1c", 4) +
    dot(26, -64, 5, "#4a2b1c") +
    shape("M-40-70Q-60-150 0-160 56-156 50-98 20-120-8-104-24-98-40-70Z", darker(second, 0.25)) +
    shape("M-10-150Q-90-210-150-170-90-180-40-128ZM10-156Q60-226 130-206 76-190 40-136Z", accent) +
    dot(0, -166, 16, accent) +
    many(5, (i) => dot(-24 + i * 18, -134 + Math.abs(i - 2) * 5, 5, "#fff3cf")) +
    cut(0, 60, 26) +
    many(7, (i) => oval(-54 + i * 18, 132, 6, 11, "#fff3cf")) +
    many(4, (i) => oval(-96 + i * 14, 36 - i * 8, 5, 8, "#fff3cf")) +
    many(4, (i) => oval(84 + i * 13, 4 + i * 8, 5, 8, "#fff3cf")) +
    line("M-52 100Q0 120 56 100M-46 14Q0 34 46 12", accent, 7)
  );
};

/** A mug with flying ribbons in the glaze, on its saucer. */
export const mug: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 240, 280, 32) +
  oval(-10, 214, 240, 36, darker(body, 0.12)) +
  oval(-10, 204, 240, 36, pen.across(lighter(body, 0.5), body, darker(body, 0.08))) +
  oval(-10, 202, 160, 22, darker(body, 0.1)) +
  line("M150-90Q270-110 256 10 240 110 130 110", darker(body, 0.25), 44) +
  line("M150-90Q266-108 252 10 236 104 130 108", body, 30) +
  line("M160-96Q250-104 246-6", lighter(body, 0.55), 8) +
  shape("M-180-190H160Q166 120 110 196 0 224-130 196-186 120-180-190Z", pen.tube(body)) +
  group(
    "translate(-10 10)",
    `<g clip-path="${pen.clip('<path d="M-168-180H168Q172 110 120 184 0 210-120 184-176 110-168-180Z"/>')}">` +
      shape("M-180 60Q-90-60 10 20T190-30V30Q100 60 20 60T-180 130Z", second, 'opacity=".9"') +
      shape("M-180 110Q-70 10 30 90T190 50V80Q110 120 20 116T-180 160Z", accent, 'opacity=".85"') +
      shape("M-180-40Q-110-120-20-70T190-130V-108Q80-60-20-46T-180 10Z", mix(second, accent, 0.5), 'opacity=".8"') +
      "</g>" +
      shape("M-30-90q22-30 48-8 12 22-10 36l44 34-14 12-48-30-60 44-12-14 46-42Z", lighter(second, 0.7)) +
      dot(14, -108, 17, "#f0d3ac") +
      shape("M0-122q14-22 30 0l-8-18-14-2Z", "#3a2b2a") +
      line("M40-40Q100-70 120-130M-40-20Q-100-30-128-90", accent, 7) +
      many(5, (i) => dot(-120 + i * 62, 150 - (i % 2) * 26, 7, lighter(second, 0.6))),
  ) +
  oval(-10, -190, 170, 40, lighter(body, 0.4)) +
  oval(-10, -188, 152, 32, "#5d3a24") +
  oval(-10, -182, 146, 26, pen.across("#7d5132", "#4a2c1a")) +
  line("M-152-120Q-158 60-124 150", "#ffffff", 12, 'opacity=".4"');

/** A wooden kit of the great water wheel. */
export const wheel: Product = (pen, [body, second, accent]) => {
  const wood = pen.down(lighter(body, 0.3), body);
  return (
    shadow(pen, 0, 240, 290, 30) +
    line("M-150 232 0-40 150 232", darker(body, 0.35), 26) +
    dot(0, -40, 226, "none", `stroke="${darker(body, 0.3)}" stroke-width="12"`) +
    dot(0, -40, 198, "none", `stroke="${body}" stroke-width="16"`) +
    dot(0, -40, 128, "none", `stroke="${lighter(body, 0.2)}" stroke-width="9"`) +
    many(18, (i) => {
      const [[x, y], [u, v]] = [around(0, -40, 30, i * 20), around(0, -40, 224, i * 20)];
      return line(`M${x} ${y} ${u} ${v}`, i % 2 ? body : darker(body, 0.2), 7);
    }) +
    many(18, (i) => {
      const [x, y] = around(0, -40, 232, i * 20 + 4);
      return group(`translate(${x} ${y}) rotate(${i * 20 - 62})`, box(-30, -11, 60, 22, 5, pen.down(lighter(second, 0.35), second)));
    }) +
    dot(0, -40, 44, pen.ball(darker(body, 0.12))) +
    dot(0, -40, 17, accent) +
    line("M-190 232-6-30M190 232 6-30", wood, 20) +
    line("M-112 128H112", wood, 16) +
    box(-270, 206, 540, 32, 6, pen.down(lighter(body, 0.25), darker(body, 0.2))) +
    shape("M-270 206Q-180 184-90 206T90 206 270 206V220H-270Z", accent, 'opacity=".7"') +
    box(170, -232, 108, 16, 4, wood) +
    many(3, (i) => line(`M${196 + i * 22}-214q6 40-4 90`, accent, 5, 'opacity=".7"'))
  );
};

/** An embroidered tiger that smells of herbs. */
export const sachet: Product = (pen, [body, second, accent]) => {
  const tassel = (x: number, y: number, fill: string) =>
    dot(x, y, 11, pen.ball(accent)) +
    box(x - 9, y + 8, 18, 14, 4, accent) +
    many(7, (i) => line(`M${x - 9 + i * 3} ${y + 22}q${(i - 3) * 2} 40 ${(i - 3) * 4} 76`, fill, 3));
  return (
    shadow(pen, 0, 240, 250, 26) +
    line("M0-170V-300", accent, 7) +
    line("M-26-300Q0-330 26-300T0-262-26-300Z", accent, 8) +
    dot(0, -220, 17, pen.ball(second)) +
    shape(
      "M-206-70Q-220-170-150-164-110-160-96-120 0-176 96-120 110-160 150-164 220-170 206-70 250 30 196 108 110 176 0 176-110 176-196 108-250 30-206-70Z",
      pen.ball(body),
    ) +
    shape("M-186-84Q-190-144-150-140-126-136-118-106ZM186-84Q190-144 150-140 126-136 118-106Z", second) +
    many(3, (i) => line(`M${-36 + i * 6} ${-118 + i * 24}H${36 - i * 6}`, "#3a2320", 12)) +
    line("M0-124V-66", "#3a2320", 12) +
    many(2, (i) => {
      const s = i ? -1 : 1;
      return group(
        `scale(${s} 1)`,
        oval(86, -14, 46, 40, "#fffaf0") +
          dot(84, -10, 27, second) +
          dot(84, -10, 15, "#241a1a") +
          dot(76, -18, 6, "#fff") +
          line("M40-62Q90-96 140-50", "#3a2320", 9) +
          line("M206 10q-36 10-50 34M212 56q-34 2-50 22", "#3a2320", 10) +
          many(3, (j) => line(`M64 ${70 + j * 11}l86 ${-10 + j * 16}`, "#fffaf0", 3)),
      );
    }) +
    shape("M-34 34Q0 14 34 34 20 66 0 70-20 66-34 34Z", accent) +
    line("M0 70V92M0 92Q-40 128-82 96M0 92Q40 128 82 96", "#3a2320", 8) +
    shape("M-40 112Q0 150 40 112 24 146 0 148-24 146-40 112Z", accent) +
    many(8, (i) => {
      const [x, y] = around(0, 10, 186, -70 + i * 20 + (i > 3 ? 200 : 0));
      return dot(x, y * 0.75, 8, i % 2 ? second : lighter(accent, 0.3));
    }) +
    tassel(-90, 172, second) +
    tassel(0, 184, accent) +
    tassel(90, 172, second)
  );
};

/** A jigsaw of a cliff with grottoes; two pieces lie beside it. */
export const puzzle: Product = (pen, [body, second, accent]) => {
  const piece = (x: number, y: number, turn: number, fill: string) =>
    group(
      `translate(${x} ${y}) rotate(${turn})`,
      shape(
        "M-44-44H-14Q-24-70 0-72 24-70 14-44H44V-14Q70-24 72 0 70 24 44 14V44H-44V14Q-18 24-16 0-18-24-44-14Z",
        fill,
        'stroke="#3a2a20" stroke-width="2" stroke-opacity=".4"',
      ),
    );
  return (
    shadow(pen, 0, 236, 290, 30) +
    box(-250, -270, 500, 450, 10, pen.across("#8a5f3c", "#6a4526")) +
    `<g clip-path="${pen.clip('<rect x="-228" y="-248" width="456" height="406"/>')}">` +
    box(-228, -248, 456, 406, 0, pen.down(darker(second, 0.2), lighter(second, 0.4))) +
    many(30, (i) => dot(-220 + ((i * 97) % 440), -240 + ((i * 53) % 180), 1.6 + (i % 3), "#fff7d9")) +
    shape("M-150 160V-60Q-140-190 0-200 150-190 160-50V160Z", pen.across(body, darker(body, 0.3))) +
    shape("M-228 160V60Q-160 20-60 70T120 60 228 40V160Z", mix(body, "#4f6a48", 0.7)) +
    many(15, (i) => {
      const [x, y] = [-100 + (i % 5) * 52, -130 + Math.floor(i / 5) * 62];
      return (
        shape(`M${x - 15} ${y + 20}V${y - 6}a15 15 0 0 1 30 0V${y + 20}Z`, i % 3 === 1 ? lighter(accent, 0.3) : darker(body, 0.6)) +
        dot(x, y + 4, 6, i % 3 === 1 ? "#fff" : mix(body, "#fff", 0.4))
      );
    }) +
    line("M-136-96H136M-140-34H146M-144 30H152", darker(body, 0.5), 4) +
    "</g>" +
    many(5, (i) =>
      line(
        `M${-152 + i * 76}-248v${30}q-16 8-16 18t16 18v40q16 8 16 18t-16 18v44q-16 8-16 18t16 18v40q16 8 16 18t-16 18v68`,
        "#241a18",
        2,
        'opacity=".35"',
      ),
    ) +
    many(4, (i) =>
      line(
        `M-228 ${-170 + i * 80}h30q8-16 18-16t18 16h40q8 16 18 16t18-16h44q8-16 18-16t18 16h40q8 16 18 16t18-16h44q8-16 18-16t18 16h68`,
        "#241a18",
        2,
        'opacity=".35"',
      ),
    ) +
    box(76, 78, 76, 80, 0, "#5a3a24") +
    piece(196, 206, 18, lighter(accent, 0.25)) +
    piece(-180, 214, -12, mix(body, "#4f6a48", 0.7)) +
    piece(40, 222, 40, body)
  );
};
