/** Columns of a chart: side by side, on top of each other, or as shares of the whole. */

import { generalText } from "../formats/general.js";
import { fillAs } from "./marks.js";
import { svg, titled } from "./svg.js";

/** What stands from where to where in each category: [series][category] = [from, to], or null. */
export function spansOf(series, grouping) {
    if (grouping !== "stacked" && grouping !== "percentStacked") {
        return series.map(({ points }) =>
            points.map((value) => (value === null ? null : [0, value])),
        );
    }
    const sums = [];
    const reached = [];
    for (const { points } of series)
        points.forEach((value, at) => (sums[at] = (sums[at] ?? 0) + Math.abs(value ?? 0)));
    return series.map(({ points }) =>
        points.map((value, at) => {
            if (value === null) return null;
            const share = grouping === "percentStacked" ? value / (sums[at] || 1) : value;
            const side = share < 0 ? 1 : 0;
            reached[at] ??= [0, 0];
            const from = reached[at][side];
            reached[at][side] += share;
            return [from, reached[at][side]];
        }),
    );
}

/** The columns of all series. `plot` has the bands of the categories. */
export function drawColumns(series, spans, chart, plot, definitions) {
    const isStacked = /stacked/i.test(chart.grouping);
    const beside = isStacked ? 1 : series.length;
    const width = plot.band / (beside + chart.gap / 100);
    return series.flatMap((each, at) =>
        spans[at].flatMap((span, number) => {
            if (!span) return [];
            const left =
                plot.bandStart(number) +
                (plot.band - width * beside) / 2 +
                (isStacked ? 0 : at * width);
            const [top, bottom] = [plot.yOf(Math.max(...span)), plot.yOf(Math.min(...span))];
            const ends = [Math.max(top, plot.y), Math.min(bottom, plot.y + plot.height)];
            const box = { x: left, y: ends[0], width, height: Math.max(ends[1] - ends[0], 0) };
            const column = fillAs(svg("rect", box), each, at, definitions);
            const name = each.names[number] ?? number + 1;
            return [titled(column, `${each.label}, ${name}: ${generalText(each.points[number])}`)];
        }),
    );
}
