import type { EChartsOption } from "echarts";
import { BarChart, FunnelChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Drawing } from "#app/ui/chart.tsx";

use([BarChart, LineChart, FunnelChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

/** The colours of app.css, for what is drawn on the server. */
export const inks = {
  ink: "#14242c",
  muted: "#4c5d66",
  line: "#dce2e4",
  river: "#2a7f99",
  riverLight: "#b3d4de",
  loess: "#bd8431",
  ok: "#1d7447",
  danger: "#b3321f",
};
const font = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif';

/** A chart as a picture for a wide and a narrow place: it needs no script, prints, and its letters stay readable on a phone. */
export function draw(option: EChartsOption, heights: { wide?: number; narrow?: number } = {}): Drawing {
  return { wide: svg(option, 700, heights.wide ?? 300), narrow: svg(option, 360, heights.narrow ?? 260) };
}

function svg(option: EChartsOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({ animation: false, textStyle: { fontFamily: font, color: inks.muted, fontSize: 12 }, ...option });
  const text = chart.renderToSVGString();
  chart.dispose();
  // The page's policy allows no style element; hovering is all that it was for.
  return text
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/^<svg /, '<svg aria-hidden="true" style="display:block;width:100%;height:auto" ');
}
