import sharp from "sharp";
import { numbers } from "./campaigns/pictures/pen.ts";

/** Pictures of the seeded town, drawn from numbers: no photograph is needed and every start draws the same ones. */

const palettes: Record<string, [string, string, string, string]> = {
  setup: ["#e8eef2", "#9fb8c8", "#4d7186", "#1f4257"],
  finance: ["#eef1e6", "#b9c79a", "#76915a", "#35512f"],
  legal: ["#efeae4", "#c9b59b", "#8d7156", "#4a3626"],
  ip: ["#ece9f3", "#b5a9cf", "#7565a0", "#382c63"],
  design: ["#f7ebe4", "#eab796", "#cf7748", "#7d3417"],
  software: ["#e5eef3", "#8fbdd3", "#2f7f9f", "#0d3f55"],
  marketing: ["#f7e9ea", "#e5a3a8", "#bf5761", "#6d1f2a"],
  making: ["#eceff0", "#a9b4b8", "#667980", "#2b3b42"],
  logistics: ["#f4efe1", "#dcc27e", "#ad8a34", "#5b4510"],
  people: ["#e7f1ec", "#9ccab3", "#4b9273", "#1b4d39"],
  language: ["#eaf0f6", "#a7c0dd", "#5b83b3", "#234672"],
  research: ["#eef0ec", "#b4bfa9", "#748567", "#38472e"],
};

/** What each trade shows in front of the hills. Drawn around (0, 0), about 200 wide. */
const emblems: Record<string, string> = {
  setup: `<rect x="-80" y="-60" width="160" height="150" rx="8"/><path d="M-100-60 0-120 100-60Z"/><rect x="-20" y="20" width="40" height="70" fill="#fff" opacity=".8"/>`,
  finance: `<rect x="-90" y="10" width="40" height="80"/><rect x="-30" y="-40" width="40" height="130"/><rect x="30" y="-90" width="40" height="180"/>`,
  legal: `<rect x="-8" y="-100" width="16" height="190"/><rect x="-90" y="-90" width="180" height="12"/><path d="M-120-20h70a35 35 0 0 1-70 0ZM50-20h70a35 35 0 0 1-70 0Z"/>`,
  ip: `<circle r="86"/><path d="M-30 0-8 26 40-30" fill="none" stroke="#fff" stroke-width="18" stroke-linecap="round"/>`,
  design: `<circle cx="-40" cy="-20" r="70" opacity=".8"/><rect x="-20" y="-40" width="120" height="120" rx="10" opacity=".8"/>`,
  software: `<rect x="-120" y="-80" width="240" height="150" rx="12"/><path d="M-60-30-90 0-60 30M60-30 90 0 60 30M18-44-18 44" fill="none" stroke="#fff" stroke-width="12" stroke-linecap="round"/>`,
  marketing: `<path d="M-100-30 60-90v150L-100 10Z"/><rect x="-80" y="10" width="34" height="74" rx="8"/>`,
  making: `<g><circle r="70"/><g stroke-width="26"><path d="M0-96V96M-96 0H96M-68-68 68 68M68-68-68 68"/></g><circle r="26" fill="#fff" opacity=".85"/></g>`,
  logistics: `<rect x="-120" y="-60" width="150" height="100" rx="6"/><path d="M36-30h50l40 40v30H36Z"/><circle cx="-70" cy="54" r="24"/><circle cx="80" cy="54" r="24"/>`,
  people: `<circle cx="-50" cy="-40" r="36"/><circle cx="50" cy="-40" r="36"/><path d="M-110 80a60 60 0 0 1 120 0ZM-10 80a60 60 0 0 1 120 0Z"/>`,
  language: `<path d="M-110-80h130a20 20 0 0 1 20 20v60a20 20 0 0 1-20 20h-70l-40 40V20h-20a20 20 0 0 1-20-20v-60a20 20 0 0 1 20-20Z"/><path d="M20-20h70a20 20 0 0 1 20 20v50a20 20 0 0 1-20 20v34L60 70H20a20 20 0 0 1-20-20V0a20 20 0 0 1 20-20Z" opacity=".7"/>`,
  research: `<circle cx="-20" cy="-20" r="66" fill="none" stroke-width="22"/><path d="M30 30 100 100" stroke-width="28" stroke-linecap="round"/>`,
};

const drawn = new Map<string, Promise<Buffer>>();
/** A cover of this trade; there are four of each. */
export function cover(group: string, seed: number): Promise<Buffer> {
  const key = `${group} ${seed % 4}`;
  const picture = drawn.get(key) ?? draw(group, seed % 4);
  drawn.set(key, picture);
  return picture;
}

/** Hills and river in the colours of the trade, its emblem before them. 960 × 600 PNG. */
async function draw(group: string, seed: number): Promise<Buffer> {
  const [sky, far, near, ink] = palettes[group] ?? palettes.setup!;
  const next = numbers(seed + 1);
  const hills = (base: number, height: number) => {
    let path = `M0 600V${base}`;
    for (let x = 0; x <= 960; x += 120) path += `Q${x + 60} ${base - height * (0.4 + next())} ${x + 120} ${base - height * 0.35 * next()}`;
    return `${path}V600Z`;
  };
  const sun = { x: 150 + next() * 660, y: 110 + next() * 90 };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="600">
    <rect width="960" height="600" fill="${sky}"/><circle cx="${sun.x}" cy="${sun.y}" r="54" fill="#fff" opacity=".75"/>
    <path d="${hills(400, 190)}" fill="${far}" opacity=".6"/><path d="${hills(470, 150)}" fill="${far}"/><path d="${hills(540, 100)}" fill="${near}" opacity=".55"/>
    <path d="M0 560C240 ${520 + next() * 30} 420 ${600 - next() * 30} 960 545V600H0Z" fill="${near}" opacity=".7"/>
    <g transform="translate(${400 + next() * 160} ${300 + next() * 40}) scale(1.25)" fill="${ink}" stroke="${ink}" stroke-width="0">${emblems[group] ?? emblems.setup}</g></svg>`;
  return sharp(Buffer.from(svg)).png({ palette: true, colours: 64 }).toBuffer();
}

/** A company's mark: two shapes on a ground, different for each. 240 × 240 PNG. */
export async function mark(seed: number): Promise<Buffer> {
  const next = numbers(seed + 1001);
  const tones = Object.values(palettes);
  const [, light, mid, ink] = tones[Math.floor(next() * tones.length)]!;
  const turn = Math.floor(next() * 4) * 45;
  const shapes = [
    `<path d="M-60 60 0-70 60 60Z"/>`,
    `<rect x="-55" y="-55" width="110" height="110" rx="${10 + next() * 45}"/>`,
    `<path d="M-70 20a70 70 0 0 1 140 0Z"/>`,
    `<path d="M-70-30h140v24H-70ZM-70 8h140v24H-70Z"/>`,
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="240"><rect width="240" height="240" fill="${ink}"/>
    <g transform="translate(120 120) rotate(${turn})" fill="${mid}">${shapes[Math.floor(next() * 4)]}</g>
    <g transform="translate(${100 + next() * 40} ${110 + next() * 30}) rotate(${45 - turn}) scale(.6)" fill="${light}" opacity=".9">${shapes[Math.floor(next() * 4)]}</g></svg>`;
  return sharp(Buffer.from(svg)).png({ palette: true, colours: 32 }).toBuffer();
}
