import { box, darker, dot, group, lighter, line, many, oval, type Product, shadow, shape } from "./pen.ts";

const spokes = (x: number, y: number) =>
  many(12, (i) => line(`M${x} ${y}l${84 * Math.cos((i * Math.PI) / 6)} ${84 * Math.sin((i * Math.PI) / 6)}`, "#9aa2a8", 1.6));

/** A bicycle with a bag that fills its frame and a roll on the bar. */
export const bikeBag: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 238, 310, 24) +
  many(2, (i) => {
    const x = i ? 186 : -186;
    return (
      dot(x, 146, 92, "none", 'stroke="#25292d" stroke-width="16"') +
      dot(x, 146, 83, "none", 'stroke="#b9bfc4" stroke-width="4"') +
      spokes(x, 146) +
      dot(x, 146, 12, "#4a5157")
    );
  }) +
  line("M-186 146-90-70 20 146H-186M-90-70H128L20 146M186 146 120-110", darker(second, 0.1), 15) +
  line("M-186 146-90-70 20 146H-186M-90-70H128L20 146M186 146 120-110", lighter(second, 0.25), 4) +
  dot(20, 146, 32, "none", 'stroke="#3a4046" stroke-width="9"') +
  line("M20 146 44 192M30 194h32", "#3a4046", 9) +
  line("M-90-70-104-122", "#3a4046", 10) +
  shape("M-166-138Q-100-150-54-132-50-120-64-116L-120-112Q-162-116-166-138Z", "#2c3136") +
  line("M120-110 108-158 168-172Q190-168 186-146", "#3a4046", 11) +
  shape("M-74-54H104L22 108Q12 122 2 108Z", pen.slant(lighter(body, 0.25), body, darker(body, 0.25))) +
  line("M-62-36H92", darker(body, 0.4), 4) +
  line("M-50-26H60", "#d9dcde", 5, 'stroke-dasharray="3 5"') +
  box(54, -34, 34, 15, 5, accent) +
  line("M-40 6H66L20 92Z", lighter(body, 0.4), 3, 'stroke-dasharray="7 6"') +
  shape("M-6 22 12 4 32 24 48 10 40 36H-2Z", lighter(body, 0.6)) +
  line("M-80-70v30M100-70v30", accent, 12) +
  group(
    "translate(176 -116)",
    box(-46, -46, 104, 88, 40, pen.down(lighter(body, 0.35), body, darker(body, 0.3))) +
      box(-22, -48, 13, 92, 4, accent) +
      box(26, -48, 13, 92, 4, accent) +
      dot(58, -2, 11, "#f4f1e6"),
  ) +
  group(
    "translate(-132 -76) rotate(-20)",
    box(-92, -26, 110, 62, 26, pen.down(lighter(body, 0.3), body, darker(body, 0.3))) +
      box(-50, -28, 12, 66, 3, accent) +
      dot(-92, 6, 10, "#e0503c"),
  );

/** A brimmed sun hat with a neck flap, on a stone. */
export const hat: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 238, 280, 30) +
  shape("M-250 240Q-260 150-150 120 0 70 150 120 262 150 252 240Z", pen.down("#b8aea2", "#7e756b")) +
  many(10, (i) => line(`M${-200 + ((i * 83) % 400)} ${160 + ((i * 31) % 66)}q24-8 50 4`, "#655d55", 3, 'opacity=".5"')) +
  shape("M-196 20Q-220 150-160 190-90 150-80 40ZM196 20Q220 150 160 190 90 150 80 40Z", pen.down(darker(body, 0.05), darker(body, 0.3))) +
  oval(0, 34, 290, 84, darker(body, 0.28)) +
  oval(0, 22, 290, 80, pen.across(darker(body, 0.08), lighter(body, 0.3), body, darker(body, 0.22))) +
  many(3, (i) =>
    oval(0, 22, 270 - i * 26, 72 - i * 10, "none", `stroke="${darker(body, 0.3)}" stroke-width="2" stroke-dasharray="8 6" opacity=".7"`),
  ) +
  shape("M-164 8Q-176-170-110-206 0-240 110-206 176-170 164 8 90 48 0 48T-164 8Z", pen.tube(body)) +
  oval(0, -210, 112, 26, lighter(body, 0.22)) +
  shape("M-166-30Q0 20 166-30V10Q90 50 0 50T-166 10Z", second) +
  shape("M-150 14-96-26-58 4-8-34 40 2 84-24 150 12 90 34 0 40-90 34Z", accent) +
  many(4, (i) => dot(-126 + i * 16, -110 - (i % 2) * 22, 6, darker(body, 0.5))) +
  line("M-150-40Q-160-150-104-196", "#ffffff", 9, 'opacity=".3"') +
  line("M-176 40Q-120 190 0 206 120 190 176 40", darker(second, 0.2), 6) +
  box(-17, 190, 34, 30, 8, pen.tube(accent));

/** A folding chair with a wind-proof back. */
export const chair: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 238, 270, 28) +
  line("M-190 236 120 10M190 236-120 10", "#6d757b", 16) +
  line("M-190 236 120 10M190 236-120 10", "#c3c9ce", 5) +
  line("M-200-250-150 30M200-250 150 30", pen.across("#8b9298", "#c3c9ce", "#8b9298"), 15) +
  line("M-196-250-150 30M196-250 150 30", "#8b9298", 13) +
  shape(
    "M-206-264Q0-214 206-264L166-10Q0 40-166-10Z",
    pen.across(darker(body, 0.2), lighter(body, 0.15), body, lighter(body, 0.1), darker(body, 0.25)),
  ) +
  shape("M-194-170Q0-122 194-170L186-120Q0-72-186-120Z", second) +
  shape("M-60-160 0-212 26-186 54-206 104-158Q0-132-60-160Z", lighter(body, 0.55)) +
  shape("M-176 20Q0 70 176 20L210 92Q0 150-210 92Z", pen.down(lighter(body, 0.15), darker(body, 0.15))) +
  line("M-196 82Q0 136 196 82", darker(body, 0.4), 4, 'stroke-dasharray="8 6"') +
  box(-252, -66, 92, 24, 12, pen.down("#3a4046", "#22272b")) +
  box(160, -66, 92, 24, 12, pen.down("#3a4046", "#22272b")) +
  shape("M178-44h66l-8 72q-24 10-50 0Z", pen.across(accent, darker(accent, 0.25))) +
  oval(211, -44, 33, 9, darker(accent, 0.4)) +
  many(4, (i) => dot([-190, 190, -120, 120][i]!, [236, 236, 12, 12][i]!, 13, "#2c3136")) +
  line("M-190 232-150 30M190 232 150 30", "#8b9298", 11);

/** A pair of light poles before a rucksack. */
export const poles: Product = (pen, [body, second, accent]) => {
  const pole = (x: number, turn: number) =>
    group(
      `translate(${x} 240) rotate(${turn})`,
      shape("M-5-40H5L2 0H-2Z", "#5b636a") +
        oval(0, -52, 34, 10, darker(second, 0.3)) +
        box(-6, -240, 12, 200, 4, pen.tube("#c3c9ce")) +
        box(-8, -380, 16, 170, 5, pen.tube(body)) +
        box(-13, -252, 26, 42, 6, pen.tube(accent)) +
        many(4, (i) => line(`M-8 ${-300 - i * 14}l16-8`, lighter(body, 0.5), 4)) +
        shape("M-14-380Q-22-500-10-526H12Q24-500 14-380Z", pen.tube("#c89a63")) +
        many(6, (i) => line(`M-15 ${-400 - i * 18}h30`, "#9c7040", 3)) +
        line("M0-520Q60-500 40-430T-6-420", second, 9),
    );
  return (
    shadow(pen, 0, 238, 240, 30) +
    shape("M-130 236Q-160 40-110-110-60-180 0-180T110-110Q160 40 130 236Z", pen.tube(second)) +
    shape("M-112-70Q0-20 112-70L120-130Q60-196 0-196T-120-130Z", pen.tube(darker(second, 0.2))) +
    box(-90, 60, 180, 130, 22, pen.down(lighter(second, 0.2), darker(second, 0.1))) +
    line("M-74 84H74", "#d9dcde", 5, 'stroke-dasharray="3 5"') +
    shape("M-46 170-10 118 14 146 34 122 60 170Z", accent) +
    box(-20, -60, 40, 80, 8, accent) +
    line("M-40-196Q0-244 40-196", darker(second, 0.3), 13) +
    pole(-190, 12) +
    pole(196, -13)
  );
};
