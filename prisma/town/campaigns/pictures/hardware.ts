import { around, box, darker, digits, dot, group, lighter, line, many, oval, type Product, shadow, shape } from "./pen.ts";

/** A pebble on a lanyard that shows altitude and blood oxygen. */
export const oxygen: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 236, 230, 34) +
  line("M-60-150Q-150-300-30-300T70-150", second, 15) +
  line("M-60-150Q-150-300-30-300T70-150", lighter(second, 0.35), 4) +
  box(-58, -196, 116, 62, 24, pen.tube("#9aa3aa")) +
  box(-32, -180, 64, 30, 14, darker(second, 0.3)) +
  shape("M0-156C150-156 214-60 206 60 198 180 110 240 0 240S-198 180-206 60C-214-60-150-156 0-156Z", pen.ball(body)) +
  dot(0, 40, 158, darker(body, 0.55)) +
  dot(0, 40, 148, pen.slant("#22303a", "#0d151b")) +
  digits(-62, -34, 78, "92", "#eaf7f2") +
  line("M-118 92h46l16-34 22 62 20-44 12 16h120", accent, 6) +
  line("M-110 152 -60 128-34 142 10 112 44 136 78 122 112 150", "#7fb4d8", 5, 'opacity=".8"') +
  shape("M-120-60A158 158 0 0 1 10-108L-10-60A120 120 0 0 0-90 0Z", "#fff", 'opacity=".1"') +
  box(196, 10, 18, 70, 9, pen.tube(accent));

/** A floating measuring buoy with a small solar roof. */
export const buoy: Product = (pen, [body, second, accent]) =>
  line("M0 120Q10 180-4 240", "#4c4a48", 6) +
  oval(0, 214, 250, 30, "#ffffff", 'opacity=".35"') +
  line("M-8 -150V-268", "#6d747a", 8) +
  dot(-8, -274, 15, pen.ball(accent)) +
  shape("M-112-66-50-176H66L122-66Z", pen.slant("#33465c", "#131d2b")) +
  many(3, (i) => line(`M${-90 + i * 10} ${-92 - i * 28}H${104 - i * 18}`, "#5c7896", 2)) +
  many(4, (i) => line(`M${-66 + i * 42}-66 ${-30 + i * 26}-176`, "#5c7896", 2)) +
  shape("M-176-60H176Q190-20 176 20H-176Q-190-20-176-60Z", pen.tube(lighter(body, 0.12))) +
  shape("M-180 20H180Q196 128 96 198 0 226-96 198-196 128-180 20Z", pen.tube(body)) +
  box(-182, 4, 364, 38, 6, pen.tube(second)) +
  many(7, (i) => dot(-150 + i * 50, 23, 6, darker(second, 0.4))) +
  box(-62, 70, 124, 66, 12, darker(second, 0.5)) +
  digits(-44, 84, 36, "142", "#9be7d2") +
  line("M-250 206q32-20 62 0t62 0 62 0 62 0 62 0 62 0 62 0 62 0", "#ffffff", 7, 'opacity=".7"') +
  shape("M-260 216q32-18 62 0t62 0 62 0 62 0 62 0 62 0 62 0 62 0V244H-260Z", "#c79f72", 'opacity=".78"');

/** A water-test pen standing in a glass. */
export const waterPen: Product = (pen, [body, second, accent]) =>
  shadow(pen, 10, 238, 190, 28) +
  group(
    "rotate(12)",
    box(-44, -300, 88, 330, 40, pen.tube(body)) +
      box(-44, -300, 88, 70, 36, pen.tube(second)) +
      box(-27, -210, 54, 92, 10, "#15222a") +
      digits(-18, -186, 32, "73", "#aef0d8") +
      box(-18, -138, 36, 6, 3, accent) +
      dot(0, -80, 17, pen.ball(accent)) +
      box(-34, 10, 68, 26, 6, pen.tube("#8c959b")) +
      shape("M-26 36h52l-8 150q-18 22-36 0Z", pen.tube("#dfe4e6")) +
      box(-9, 150, 7, 40, 3, "#c9a24a") +
      box(3, 150, 7, 40, 3, "#c9a24a"),
  ) +
  shape("M-150-40H150L128 226Q0 246-128 226Z", "#cfe6ee", 'opacity=".28"') +
  shape("M-143 50Q0 74 143 50L128 226Q0 246-128 226Z", pen.down("#9fd0dc", "#5f9fb4"), 'opacity=".55"') +
  oval(0, 52, 143, 18, "#e4f4f6", 'opacity=".6"') +
  oval(0, -40, 150, 20, "none", 'stroke="#ffffff" stroke-width="4" opacity=".8"') +
  line("M-134-30-116 210", "#ffffff", 8, 'opacity=".55"') +
  many(6, (i) => dot(-70 + ((i * 53) % 150), 90 + ((i * 37) % 110), 4 + (i % 3) * 2, "#ffffff", 'opacity=".6"'));

/** A roof weather station: cups, vane and a louvred shield. */
export const weather: Product = (pen, [body, second, accent]) =>
  shadow(pen, 0, 238, 150, 22) +
  box(-14, -120, 28, 360, 6, pen.tube("#a4acb1")) +
  shape("M-90 240 0 196 90 240Z", pen.tube("#7b848a")) +
  many(6, (i) =>
    shape(
      `M${-92 + i * 4} ${40 + i * 26}Q0 ${70 + i * 26} ${92 - i * 4} ${40 + i * 26}L${78 - i * 4} ${60 + i * 26}Q0 ${84 + i * 26} ${-78 + i * 4} ${60 + i * 26}Z`,
      pen.tube(body),
    ),
  ) +
  oval(0, 40, 92, 16, lighter(body, 0.4)) +
  box(-62, -60, 124, 84, 16, pen.tube(second)) +
  shape("M-54-60-34-104H62L76-60Z", pen.slant("#3a5474", "#16243a")) +
  line("M-46-74H72M-40-88H68M-10-104-18-60M28-104 30-60", "#6f8fb4", 2) +
  line("M-14-150H-176M-14-150H-20", "#6d747a", 10) +
  shape("M-176-150-226-196V-104Z", pen.across(accent, darker(accent, 0.3))) +
  shape("M20-158h60l26 8-26 8H20Z", pen.tube("#8c959b")) +
  box(-10, -260, 20, 120, 5, pen.tube("#a4acb1")) +
  many(3, (i) => {
    const [x, y] = [
      [-150, -232],
      [150, -240],
      [34, -288],
    ][i] as [number, number];
    return (
      line(`M0-256 ${x} ${y}`, "#6d747a", 8) +
      shape(`M${x - 42} ${y}a42 42 0 0 0 84 0Z`, pen.ball(accent)) +
      oval(x, y, 42, 9, darker(accent, 0.35))
    );
  }) +
  dot(0, -256, 18, pen.ball("#8c959b"));

/** A dust monitor: a round face in a felt stand. */
export const dust: Product = (pen, [body, second, accent]) => {
  const tick = (i: number) => {
    const [[x, y], [u, v]] = [around(0, -20, 168, -130 + i * 10), around(0, -20, 184, -130 + i * 10)];
    return line(`M${x} ${y} ${u} ${v}`, i < 17 ? accent : "#47525a", 6);
  };
  return (
    shadow(pen, 0, 236, 250, 34) +
    shape("M-210 150Q-200 236-120 240H120Q200 236 210 150Z", pen.tube(second)) +
    dot(0, -20, 226, pen.ball(body)) +
    dot(0, -20, 200, darker(body, 0.6)) +
    dot(0, -20, 194, pen.slant("#26323a", "#0e1519")) +
    many(27, tick) +
    digits(-82, -70, 92, "118", "#f4f1e6") +
    many(14, (i) => dot(-84 + i * 13, 76 - ((i * i * 7) % 44), 5, mixDust(i))) +
    shape("M-150-110A194 194 0 0 1 20-206L0-150A150 150 0 0 0-110-70Z", "#fff", 'opacity=".09"') +
    many(9, (i) => box(-84 + i * 20, 196, 9, 26, 4, darker(second, 0.35)))
  );
};
const mixDust = (i: number) => ["#e8c07a", "#d99a5b", "#7fb59a"][i % 3]!;
