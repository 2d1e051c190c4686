import { around, box, darker, dot, group, lighter, line, many, mix, numbers, oval, type Pen, shape, type Tone } from "./pen.ts";

/** Where a product is shown: 1200 × 800, what stands there stands at y = 640. The product's own colours set the light of the room. */
export type Scene = (pen: Pen, tone: Tone) => string;

/** An arch and a podium before a plain wall. */
const studio: Scene = (pen, [body, second]) => {
  const wall = mix(second, "#f6f1ea", 0.72);
  return (
    box(0, 0, 1200, 800, 0, pen.down(lighter(wall, 0.35), wall)) +
    shape("M260 640V400A340 340 0 0 1 940 400V640Z", pen.down(lighter(body, 0.62), lighter(body, 0.4))) +
    shape("M260 640V400A340 340 0 0 1 600 60 300 320 0 0 0 330 400V640Z", darker(wall, 0.3), 'opacity=".16"') +
    box(0, 640, 1200, 160, 0, pen.down(darker(wall, 0.06), darker(wall, 0.18))) +
    oval(600, 690, 430, 62, darker(wall, 0.26)) +
    oval(600, 660, 430, 62, pen.across(lighter(wall, 0.55), darker(wall, 0.04)))
  );
};

/** A desk before a window; hills and morning sun outside. */
const desk: Scene = (pen, [, second, accent]) => {
  const wall = mix("#e9e4dc", second, 0.14);
  const plant = many(7, (i) => {
    const [x, y] = around(1050, 470, 150 + (i % 3) * 26, -72 + i * 24);
    return shape(
      `M1050 470Q${(1050 + x) / 2 - 26} ${(470 + y) / 2} ${x} ${y}Q${(1050 + x) / 2 + 26} ${(470 + y) / 2 + 10} 1050 470Z`,
      pen.slant("#7fa37a", "#3d6650"),
    );
  });
  return (
    box(0, 0, 1200, 800, 0, pen.across(lighter(wall, 0.4), wall)) +
    box(90, 50, 560, 430, 6, "#fdfcf8") +
    box(106, 66, 528, 398, 2, pen.down("#bcd9ea", "#f6ead2")) +
    dot(250, 190, 120, pen.glow("#fff6d8", 0.95)) +
    shape("M106 400 220 300 320 366 430 262 540 350 634 300V464H106Z", "#a9bcc2") +
    shape("M106 464V420Q260 360 400 416T634 400V464Z", "#8da58c") +
    box(362, 66, 16, 398, 0, "#fdfcf8") +
    box(106, 250, 528, 12, 0, "#fdfcf8") +
    shape("M106 464 560 640H1010L634 464Z", "#fff3cf", 'opacity=".4"') +
    plant +
    shape("M980 470h140l-18 170h-104Z", pen.tube(mix(accent, "#d9cfc2", 0.55))) +
    box(0, 600, 1200, 200, 0, pen.down("#c99d70", "#a87a50")) +
    many(9, (i) => line(`M0 ${618 + i * 22}Q${300 + i * 40} ${606 + i * 22} 1200 ${622 + i * 21}`, "#8f6440", 1.5, 'opacity=".3"')) +
    box(0, 600, 1200, 7, 0, "#e3bd92")
  );
};

/** The iron bridge over the Yellow River under the hill with the white pagoda. */
const bridge: Scene = (pen) => {
  const arch = (i: number) =>
    line(`M${130 + i * 190} 452Q${225 + i * 190} 372 ${320 + i * 190} 452`, "#3f5261", 7) +
    many(5, (j) => line(`M${162 + i * 190 + j * 31} ${[430, 416, 412, 416, 430][j]}V452`, "#3f5261", 3)) +
    shape(`M${308 + i * 190} 456h24l6 50h-36Z`, "#6d6a66");
  return (
    box(0, 0, 1200, 520, 0, pen.down("#6f8fae", "#e9b98d", "#fbe3b8")) +
    dot(930, 330, 210, pen.glow("#fff2c4", 0.95)) +
    dot(930, 330, 46, "#fff6dc") +
    shape("M0 450V330Q120 270 230 300T470 210Q560 220 640 290T860 300Q1010 260 1200 320V460Z", pen.down("#8a6f6c", "#b08972")) +
    shape("M0 460V390Q180 350 330 372T700 350Q920 360 1200 380V460Z", "#7d6a5c") +
    shape("M452 216h46l-6-18h-34Zm6-20h34l-5-16h-24Zm6-18h22l-4-18h-14Zm9-20h4v-26Z", "#f7efe2") +
    box(0, 492, 1200, 150, 0, pen.down("#d9b384", "#b08a63")) +
    many(26, (i) => {
      const x = (i * 211) % 1200;
      return line(`M${x} ${510 + ((i * 37) % 110)}h${50 + ((i * 53) % 90)}`, "#f4dcb0", 3, 'opacity=".55"');
    }) +
    shape("M880 500h100l60 130H800Z", "#fff0c4", 'opacity=".35"') +
    box(110, 450, 980, 10, 0, "#4a5c69") +
    many(5, arch)
  );
};
/** Seen from the stone embankment. */
const river: Scene = (pen, tone) =>
  bridge(pen, tone) +
  box(0, 622, 1200, 178, 0, pen.down("#a8a29a", "#827c74")) +
  box(0, 616, 1200, 14, 0, "#c5beb4") +
  many(7, (i) => line(`M${i * 190 + 60} 634l${(i - 3) * 26} 166`, "#6f6a63", 3, 'opacity=".5"'));
/** Seen from the water. */
const stream: Scene = (pen, tone) =>
  bridge(pen, tone) +
  box(0, 600, 1200, 200, 0, pen.down("#b59067", "#8d6a48")) +
  many(34, (i) => {
    const y = 604 + ((i * 59) % 190);
    return line(
      `M${(i * 229) % 1200} ${y}q${40 + (i % 4) * 10}-9 ${90 + (i % 5) * 16} 0`,
      i % 3 ? "#d9b788" : "#f3d9a8",
      3,
      'opacity=".5"',
    );
  });

/** Snow mountains behind a meadow. */
const mountains: Scene = (pen) =>
  box(0, 0, 1200, 800, 0, pen.down("#7fb2dc", "#cfe4ee", "#f3f1e2")) +
  shape("M0 470 150 300 240 380 400 150 520 300 600 240 760 420 900 250 1040 390 1200 300V560H0Z", pen.down("#dfe8f0", "#8fa6bd")) +
  shape("M400 150 340 236l34-10 22 30 30-34 24 22 30-8Zm500 100-52 66 34-12 22 26 26-26 28 14Z", "#ffffff") +
  shape("M0 540Q240 430 470 510T900 490 1200 520V640H0Z", pen.down("#6f9a86", "#5c8a70")) +
  shape("M0 590Q300 520 640 588T1200 570V800H0Z", pen.down("#9dbb6c", "#6c9450")) +
  many(70, (i) => {
    const [x, y] = [(i * 173) % 1200, 655 + ((i * 67) % 140)];
    return i % 4
      ? line(`M${x} ${y}q3-12 9-17`, "#55793f", 3, 'opacity=".7"')
      : dot(x, y, 4 + (i % 3), ["#f3d46b", "#f7f3e6", "#d98fb0"][i % 3]!, 'opacity=".9"');
  }) +
  group("translate(150 120)", oval(0, 0, 90, 22, "#fff", 'opacity=".8"') + oval(50, -16, 60, 24, "#fff", 'opacity=".8"')) +
  group("translate(1010 90)", oval(0, 0, 70, 16, "#fff", 'opacity=".7"') + oval(-34, -12, 46, 18, "#fff", 'opacity=".7"'));

/** A kitchen: tiles, a shelf with jars, a stone counter. */
const kitchen: Scene = (pen, [, second]) => {
  const tile = mix("#eef0ea", second, 0.12);
  const jar = (x: number, h: number, fill: string) =>
    box(x, 170 - h, 62, h, 10, lighter(fill, 0.55), 'opacity=".8"') +
    box(x, 170 - h * 0.66, 62, h * 0.66, 8, pen.tube(fill)) +
    box(x + 4, 160 - h, 54, 16, 5, "#b48b5e");
  return (
    box(0, 0, 1200, 800, 0, pen.down(lighter(tile, 0.3), tile)) +
    many(9, (r) => many(13, (c) => box(c * 100 - (r % 2) * 50, r * 70, 96, 66, 4, lighter(tile, ((c * 7 + r * 5) % 5) * 0.12)))) +
    box(60, 170, 460, 18, 3, pen.down("#b98a5c", "#93683f")) +
    jar(90, 92, "#b5483a") +
    jar(172, 74, "#d8b25a") +
    jar(254, 100, "#6f8a5a") +
    group("translate(380 170)", shape("M-34 0V-60Q-34-84 0-84T34-60V0Z", pen.tube("#51728a")) + oval(0, -82, 20, 6, "#33505f")) +
    line("M720 70H1130", "#6b6258", 6) +
    many(
      4,
      (i) =>
        line(`M${770 + i * 100} 70v60`, "#8a8176", 5) +
        [
          oval(770, 172, 26, 42, pen.tube("#9a938a")),
          dot(870, 176, 44, pen.ball("#5c5a58")),
          box(958, 130, 24, 100, 10, pen.tube("#b98a5c")),
          shape("M1040 130h60l-8 84h-44Z", pen.tube("#c7beb2")),
        ][i],
    ) +
    box(0, 606, 1200, 194, 0, pen.down("#f3efe8", "#cfc7ba")) +
    box(0, 606, 1200, 9, 0, "#ffffff") +
    many(20, (i) => line(`M${(i * 271) % 1200} ${640 + ((i * 41) % 140)}q30 ${(i % 5) - 8} 74 4`, "#b4a998", 2, 'opacity=".35"'))
  );
};

/** Dunes at the hour when shadows are long. */
const desert: Scene = (pen) =>
  box(0, 0, 1200, 800, 0, pen.down("#5e86a8", "#f0cfa0", "#f7deb2")) +
  dot(230, 300, 200, pen.glow("#fff1c9", 0.9)) +
  dot(230, 300, 44, "#fff4da") +
  shape("M0 470Q200 380 420 440T820 380 1200 430V660H0Z", pen.down("#dba873", "#c58f5a")) +
  shape("M820 380Q720 440 640 520 800 500 1200 560V430Q960 360 820 380Z", "#a9733f", 'opacity=".55"') +
  shape("M0 560Q280 460 560 540T1200 520V800H0Z", pen.down("#e9bd85", "#d19a60")) +
  many(16, (i) => line(`M${(i * 83) % 300} ${610 + i * 12}q220-${26 + (i % 4) * 6} 460 4t520-8`, "#b98450", 2.5, 'opacity=".4"')) +
  many(8, (i) =>
    many(5, (j) =>
      line(`M${70 + i * 150} 596q${(j - 2) * 9}-20 ${(j - 2) * 16}-${34 - Math.abs(j - 2) * 6}`, "#6e7d47", 3, 'opacity=".8"'),
    ),
  );

/** A room at night; what is in it makes the light. */
const night: Scene = (pen, [, , accent]) =>
  box(0, 0, 1200, 800, 0, pen.down("#1d2740", "#35405e")) +
  box(760, 70, 300, 380, 8, "#11182a") +
  box(772, 82, 276, 356, 3, pen.down("#0e1a36", "#39507e")) +
  dot(960, 170, 40, "#f4edcf") +
  dot(944, 160, 34, "#1a2947") +
  many(24, (i) => dot(785 + ((i * 97) % 255), 95 + ((i * 61) % 220), 1.6 + (i % 3) * 0.6, "#dfe7ff")) +
  shape("M772 438V380Q860 340 930 372T1048 350V438Z", "#16213c") +
  box(908, 82, 8, 356, 0, "#11182a") +
  dot(600, 430, 460, pen.glow(lighter(accent, 0.45), 0.65)) +
  shape("M130 640V330h120V640Z", "#27324e") +
  many(5, (i) => box(140 + (i % 2) * 4, 350 + i * 56, 92 - i * 6, 40, 3, ["#6d5a6e", "#5b6d86", "#8a6e58", "#4f6a62", "#75617f"][i]!)) +
  box(0, 632, 1200, 168, 0, pen.down("#5a4236", "#33251f")) +
  oval(600, 690, 430, 60, pen.glow(lighter(accent, 0.4), 0.55));

/** A classroom: the green board with what was just explained. */
const classroom: Scene = (pen) => {
  const next = numbers(7);
  return (
    box(0, 0, 1200, 800, 0, pen.down("#f1ead9", "#e0d5bd")) +
    box(110, 60, 980, 430, 10, "#9c7148") +
    box(126, 76, 948, 398, 4, pen.slant("#2f5d4d", "#24483d")) +
    many(12, () => oval(200 + next() * 800, 110 + next() * 330, 90, 12, "#ffffff", 'opacity=".03"')) +
    line("M180 400Q260 220 340 300T500 180", "#f0efe4", 5, 'opacity=".75"') +
    line("M180 150V410H520", "#f0efe4", 4, 'opacity=".75"') +
    line("M760 200a70 70 0 1 0 140 0a70 70 0 1 0-140 0M830 130v-36M830 270v40M700 200h40M920 200h44", "#f4dd92", 5, 'opacity=".7"') +
    line("M620 380q30-40 60 0t60 0 60 0 60 0 60 0", "#9fd0e0", 5, 'opacity=".7"') +
    many(4, (i) => line(`M${940 + i * 4} ${330 + i * 26}h${90 - i * 14}`, "#f0efe4", 4, 'opacity=".6"')) +
    box(110, 484, 980, 14, 3, "#b98a5c") +
    many(3, (i) => box(240 + i * 70, 476, 46, 9, 4, ["#fff", "#f4dd92", "#e8a3a3"][i]!)) +
    box(0, 610, 1200, 190, 0, pen.down("#dcb886", "#b98f5c")) +
    box(0, 610, 1200, 8, 0, "#f0d4a8")
  );
};

/** The maker's bench with tools on the wall. */
const bench: Scene = (pen) =>
  box(0, 0, 1200, 800, 0, pen.down("#cfc4b2", "#b9ab95")) +
  many(8, (r) => many(20, (c) => dot(40 + c * 60, 50 + r * 64, 5, "#a2937c"))) +
  group(
    "translate(160 130)",
    box(-9, -50, 18, 150, 6, pen.tube("#a8703f")) + shape("M-60-80h96q24 6 30 34l-40-8h-86Z", pen.down("#8b9298", "#565d63")),
  ) +
  group(
    "translate(300 120)",
    box(-12, -70, 24, 90, 9, pen.tube("#c0463a")) + box(-4, 20, 8, 110, 2, pen.tube("#a9b0b5")) + shape("M-8 128h16l-3 16h-10Z", "#8b9298"),
  ) +
  group(
    "translate(930 150)",
    line("M-70 60-10-50M70 60 10-50", pen.tube("#8b9298"), 14) + dot(0, -62, 22, "none", 'stroke="#6d747a" stroke-width="10"'),
  ) +
  group(
    "translate(1080 130)",
    box(-50, -70, 100, 20, 4, pen.tube("#b98a5c")) +
      shape("M-40-50h80v150h-80Z", pen.across("#d5d9dc", "#9aa2a8")) +
      many(9, (i) => line(`M-40 ${-36 + i * 15}h${i % 2 ? 20 : 34}`, "#5b6369", 3)),
  ) +
  box(0, 606, 1200, 194, 0, pen.down("#a97b4f", "#7d5735")) +
  box(0, 606, 1200, 10, 0, "#c99b6b") +
  many(10, (i) => line(`M0 ${634 + i * 17}q${260 + i * 30}-12 600 4t600-6`, "#5f4026", 2, 'opacity=".35"')) +
  many(9, (i) =>
    line(
      `M${90 + ((i * 311) % 1020)} ${690 + ((i * 47) % 90)}q14-22 30-4t-6 18`,
      mix("#e6c493", "#c99b6b", (i % 3) / 3),
      5,
      'opacity=".8"',
    ),
  );

/** A tea room with a round lattice window. */
const tearoom: Scene = (pen) =>
  box(0, 0, 1200, 800, 0, pen.across("#efe6d6", "#dccdb4")) +
  dot(840, 300, 236, "#8a5f3c") +
  dot(840, 300, 218, pen.down("#dce8dc", "#b9d0b8")) +
  group(
    "translate(840 300)",
    line("M-70 230Q-50 60-10-40T50-190", "#6a5b45", 12) +
      many(14, (i) => {
        const [x, y] = [-60 + ((i * 61) % 170), -180 + ((i * 47) % 300)];
        return oval(x, y, 22, 9, i % 3 ? "#6d9c6a" : "#8cb884", `transform="rotate(${(i * 53) % 180} ${x} ${y})"`);
      }) +
      line("M-218 0H218M0-218V218M-150-150V150M150-150V150M-150-110H150M-150 110H150", "#8a5f3c", 8),
  ) +
  group(
    "translate(230 120)",
    box(-90, -70, 180, 330, 2, "#f8f2e4") +
      line("M-40-20Q20 20-10 80T30 190", "#4f5a55", 12, 'opacity=".75"') +
      line("M-20 40Q-70 20-66-20M10 110Q60 90 58 40", "#4f5a55", 6, 'opacity=".7"') +
      many(5, (i) => dot(-60 + i * 29, -20 + ((i * 37) % 60), 9, "#c4574d", 'opacity=".8"')) +
      box(-100, -82, 200, 12, 4, "#6a4526") +
      box(-100, 260, 200, 12, 4, "#6a4526"),
  ) +
  box(0, 604, 1200, 196, 0, pen.down("#7b4f33", "#553420")) +
  box(0, 604, 1200, 8, 0, "#a87350") +
  many(18, (i) => line(`M${i * 70 - 20} 612l${(i - 9) * 16} 188`, "#3f2616", 2, 'opacity=".4"'));

export const scenes = { studio, desk, river, stream, mountains, kitchen, desert, night, classroom, bench, tearoom };
export type SceneName = keyof typeof scenes;
