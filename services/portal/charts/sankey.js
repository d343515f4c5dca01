// Only what the board draws: a Sankey on a canvas. Tooltips are painted, not made of HTML, which the policy would forbid to style.
export { init } from "echarts/core";
import { use } from "echarts/core";
import { SankeyChart } from "echarts/charts";
import { TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
use([SankeyChart, TooltipComponent, CanvasRenderer]);
