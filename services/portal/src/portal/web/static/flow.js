// The flow between agencies: drawn after the page is there and its fonts are, again when it is resized or turned light or dark.
const place = document.getElementById("luong-ve");
const still = { animation: false };

function colour(name) {
  return getComputedStyle(place).getPropertyValue(`--${name}`).trim();
}

const ENDS = { in_time: "ok-fill", open: "pause-fill", overdue: "over-fill", late: "over-fill", apart: "edge" };
const SHAPES = { in_time: "✓ ", open: "‖ ", overdue: "▲ ", late: "▲ " };

function option(flow, words, unit) {
  const number = new Intl.NumberFormat(document.documentElement.lang === "vi" ? "vi-VN" : "en-GB");
  const font = { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("text"), fontSize: 12 };
  const last = Math.max(...flow.nodes.map((node) => node.column));
  const nodes = flow.nodes.map((node) => ({
    name: node.key,
    depth: node.column,
    itemStyle: { color: colour(ENDS[node.key] ?? "act"), borderWidth: 0 },
    label: {
      ...font,
      position: node.column === last ? "left" : "right",
      fontWeight: 500,
      textBorderColor: colour("card"),
      textBorderWidth: 3,
      formatter: `${SHAPES[node.key] ?? ""}${words[node.key]}${node.held ? ` (${number.format(node.held)})` : ""}`,
    },
  }));
  const links = flow.edges.map((edge) => ({
    source: edge.from,
    target: edge.to,
    value: edge.n,
    lineStyle: { color: colour(ENDS[edge.to] ?? "act"), opacity: edge.to in ENDS ? 0.28 : 0.15, curveness: 0.5 },
  }));
  return {
    ...still,
    tooltip: {
      renderMode: "richText", confine: true, backgroundColor: colour("card"), borderColor: colour("strong"), textStyle: font,
      formatter: ({ dataType, data, value, name }) =>
        dataType === "edge"
          ? `${words[data.source]} → ${words[data.target]}: ${number.format(data.value)} ${unit}`
          : `${words[name]}: ${number.format(value)} ${unit}`,
    },
    series: [{
      type: "sankey", left: 4, right: 8, top: 8, bottom: 8, nodeWidth: 12, nodeGap: 18, draggable: false, layoutIterations: 48,
      data: nodes, links, emphasis: { focus: "adjacency" },
    }],
  };
}

async function draw() {
  const library = import(place.dataset.library);
  await Promise.all([500, 400].map((weight) => document.fonts.load(`${weight} 12px "Be Vietnam Pro"`, "Trước hạn 0")));
  const { init } = await library;
  const chart = init(place, null, { renderer: "canvas" });
  const [flow, words] = [JSON.parse(place.dataset.flow), JSON.parse(place.dataset.words)];
  const paint = () => chart.setOption(option(flow, words, place.dataset.unit), true);
  paint();
  place.dataset.drawn = "yes";
  new ResizeObserver(() => chart.resize(still)).observe(place);
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

if (place) requestAnimationFrame(() => setTimeout(draw));
