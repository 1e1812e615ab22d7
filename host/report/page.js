// Draws the charts of a report: each <div class="chart"> is followed by a <script type="application/json"> that says what.
"use strict";
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const palettes = {
    light: ["#1f5fbf", "#d2500f", "#26813a", "#8e3fb0", "#9a7500", "#0a7385", "#b8326b", "#5b6575"],
    dark: ["#7fb0ff", "#ff9d6b", "#6fd38a", "#d4a2ec", "#e4c551", "#5ccfe0", "#ff8fbd", "#aab4c4"],
  };
  let paper = false;  // being printed: light, and of the size that page.css prints charts in
  const look = () => {
    const night = dark.matches && !paper;
    return { night, ink: night ? "#e6eaf0" : "#1c2330", faint: night ? "#9aa6b8" : "#5b6575", line: night ? "#333c4a" : "#d9dee6",
             paper: night ? "#14181f" : "#ffffff", colors: night ? palettes.dark : palettes.light };
  };
  const shown = (value) => typeof value !== "number" ? value ?? "-" : Number.isInteger(value) ? String(value) : Number(value.toPrecision(5)).toString();
  const axis = (name, more = {}) => ({ name, nameLocation: "middle", nameGap: 28, ...more });

  const base = (l) => ({
    animation: false, color: l.colors, backgroundColor: "transparent", textStyle: { color: l.ink },
    grid: { left: 64, right: 24, top: 40, bottom: 48 },
    // Plain text, never HTML: names come from the data.
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: shown, backgroundColor: l.paper, borderColor: l.line, textStyle: { color: l.ink } },
    legend: { type: "scroll", top: 4, textStyle: { color: l.ink }, pageTextStyle: { color: l.ink } },
  });
  const lined = (l, a) => ({ ...a, nameTextStyle: { color: l.faint }, axisLabel: { color: l.faint, ...(a.axisLabel ?? {}) }, axisLine: { lineStyle: { color: l.faint } },
                             splitLine: { show: a.type === "value" || a.type === "log", lineStyle: { color: l.line } } });
  const height = (l, d) => lined(l, axis(d.y, { type: d.log ? "log" : "value", scale: d.kind !== "bars", min: d.min, max: d.max, nameGap: 48 }));

  // A line from `low` to `high` with a bar at each end; `place` turns a value into pixels.
  const whisker = (ends, color, across) => ({ type: "group", children: [
    { type: "line", shape: { x1: ends[0][0], y1: ends[0][1], x2: ends[1][0], y2: ends[1][1] }, style: { stroke: color, lineWidth: 1.5 } },
    ...ends.map(([x, y]) => ({ type: "line", style: { stroke: color, lineWidth: 1.5 },
      shape: across ? { x1: x, y1: y - 5, x2: x, y2: y + 5 } : { x1: x - 5, y1: y, x2: x + 5, y2: y } })) ] });

  const builders = {
    // {x, y, log?, min?, max?, series: [{name, points: [[x, y or null], ...], thin?}]}
    lines: (d, l) => ({ ...base(l), xAxis: lined(l, axis(d.x, { type: "value", min: "dataMin", max: "dataMax" })), yAxis: height(l, d),
      series: d.series.map((s) => ({ type: "line", name: s.name, data: s.points, symbolSize: 5, showSymbol: s.points.length <= 40, lineStyle: { width: s.thin ? 1 : 2, opacity: s.thin ? 0.6 : 1 } })) }),

    // {x, y, names, series: [{name, values, low?, high?}], level?: {name, value, low?, high?}}
    bars: (d, l) => ({ ...base(l), xAxis: lined(l, axis(d.x, { type: "category", data: d.names, axisLabel: { hideOverlap: true } })), yAxis: height(l, d),
      series: d.series.flatMap((s, k) => {
        const bar = { type: "bar", name: s.name, data: s.values, barMaxWidth: 48 };
        if (d.level && k === 0) {
          bar.markLine = { silent: true, symbol: "none", label: { formatter: d.level.name, position: "insideEndTop", color: l.ink }, lineStyle: { color: l.colors[1], type: "dashed" }, data: [{ yAxis: d.level.value }] };
          if (d.level.low !== undefined) bar.markArea = { silent: true, itemStyle: { color: l.colors[1], opacity: 0.15 }, data: [[{ yAxis: d.level.low }, { yAxis: d.level.high }]] };
        }
        if (!s.low) return [bar];
        return [bar, { type: "custom", name: s.name, tooltip: { show: false }, z: 5, encode: { x: 0, y: [1, 2] }, data: s.values.map((_, i) => [i, s.low[i], s.high[i]]),
          renderItem: (_, api) => whisker([api.coord([api.value(0), api.value(1)]), api.coord([api.value(0), api.value(2)])], l.ink, false) }];
      }) }),

    // {x, names, points: [[value, low, high], ...], zero?}: a row each
    intervals: (d, l) => ({ ...base(l), legend: { show: false }, grid: { left: 8, right: 24, top: 12, bottom: 48, containLabel: true },
      tooltip: { ...base(l).tooltip, trigger: "item", formatter: (p) => `${d.names[p.dataIndex]}\n${shown(d.points[p.dataIndex][0])} (${shown(d.points[p.dataIndex][1])} .. ${shown(d.points[p.dataIndex][2])})` },
      xAxis: lined(l, axis(d.x, { type: "value", scale: !d.zero, min: (v) => Math.min(v.min, ...d.points.map((p) => p[1] ?? p[0])), max: (v) => Math.max(v.max, ...d.points.map((p) => p[2] ?? p[0])), axisLabel: { formatter: shown, hideOverlap: true } })),
      yAxis: lined(l, { type: "category", inverse: true, data: d.names, axisLabel: { width: 220, overflow: "truncate" } }),
      series: [{ type: "custom", encode: { x: [1, 2], y: 3 }, data: d.points.map((p, i) => [p[0], p[1] ?? p[0], p[2] ?? p[0], i]),
          renderItem: (_, api) => whisker([api.coord([api.value(1), api.value(3)]), api.coord([api.value(2), api.value(3)])], l.colors[0], true) },
        { type: "scatter", symbolSize: 9, data: d.points.map((p, i) => [p[0], i]),
          ...(d.zero ? { markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: l.faint, type: "dashed" }, data: [{ xAxis: 0 }] } } : {}) }] }),

    // {x, y, xs, ys, value, cells: [[column, row, value], ...]}
    heat: (d, l) => ({ ...base(l), legend: { show: false }, grid: { left: 72, right: 96, top: 16, bottom: 56 },
      tooltip: { ...base(l).tooltip, trigger: "item", formatter: (p) => `${d.x} ${d.xs[p.value[0]]}\n${d.y} ${d.ys[p.value[1]]}\n${d.value} ${shown(p.value[2])}` },
      xAxis: lined(l, axis(d.x, { type: "category", data: d.xs, nameGap: 32 })), yAxis: lined(l, axis(d.y, { type: "category", data: d.ys, nameGap: 56 })),
      visualMap: { min: Math.min(...d.cells.map((c) => c[2])), max: Math.max(...d.cells.map((c) => c[2])), calculable: false, orient: "vertical", right: 0, top: "middle", precision: 4, textStyle: { color: l.ink }, inRange: { color: ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"] } },
      series: [{ type: "heatmap", data: d.cells, itemStyle: { borderColor: l.paper, borderWidth: 1 },
        label: { show: d.cells.length <= 120 && d.xs.length <= 10, formatter: (p) => p.value[2].toFixed(4), fontSize: 10 } }] }),

    // {axes: [{name, names?}], rows: [[...], ...]}: the last axis is the score and gives the colour
    parallel: (d, l) => {
      const last = d.axes.length - 1, scores = d.rows.map((r) => r[last]);
      return { ...base(l), legend: { show: false }, tooltip: { show: false }, parallel: { left: 56, right: 96, top: 48, bottom: 24, parallelAxisDefault: { nameTextStyle: { color: l.ink }, axisLabel: { color: l.faint, formatter: shown }, axisLine: { lineStyle: { color: l.faint } } } },
        parallelAxis: d.axes.map((a, dim) => a.names ? { dim, name: a.name, type: "category", data: a.names } : { dim, name: a.name, type: "value", scale: true, min: "dataMin", max: "dataMax" }),
        visualMap: { show: false, dimension: last, min: Math.min(...scores), max: Math.max(...scores), inRange: { color: l.night ? ["#3b4a63", "#4f83d6", "#fde725"] : ["#cfd6e2", "#4f83d6", "#440154"] } },
        series: [{ type: "parallel", data: d.rows, lineStyle: { width: 1.5, opacity: 0.7 } }] };
    },
  };

  const boxes = [...document.querySelectorAll(".chart")];
  if (typeof echarts === "undefined") {
    for (const box of boxes) box.remove();
    return;
  }
  const drawn = new Map();
  const draw = () => {
    for (const box of boxes) {
      drawn.get(box)?.dispose();
      const data = JSON.parse(box.nextElementSibling.textContent);
      const chart = echarts.init(box, null, { renderer: "svg", ...(paper ? { width: 660, height: 256 } : {}) });
      chart.setOption(builders[data.kind](data, look()));
      drawn.set(box, chart);
    }
  };
  draw();
  dark.addEventListener("change", draw);
  addEventListener("resize", () => { if (!paper) for (const chart of drawn.values()) chart.resize(); });
  addEventListener("beforeprint", () => { paper = true; draw(); });
  addEventListener("afterprint", () => { paper = false; draw(); });
})();
