/** Boxes with words, and arrows. */

import { cssFont } from "./fonts.js";
import { both, fillPair, linePair, PAPER, textPair } from "./shades.js";
import { svg } from "./chart/svg.js";

const HEAD = 4;
const DOWN = { top: "flex-start", center: "center", bottom: "flex-end" };

/** A box with its words. */
export function boxElement({ paint, text, font, align }, zoom) {
    const box = document.createElement("div");
    box.className = "sheet-shape";
    const fill = paint.fill ? fillPair(paint.fill.colour) : null;
    if (fill) box.style.backgroundColor = both(fill);
    if (paint.line) {
        const colour = both(linePair(paint.line.colour));
        box.style.border = `${(paint.width ?? 1) * zoom}px solid ${colour}`;
    }
    box.style.font = cssFont({ name: "Calibri", ...font }, zoom);
    box.style.color = both(textPair(font.colour, fill ?? PAPER));
    box.style.textAlign = align.h;
    box.style.alignItems = DOWN[align.v];
    box.style.justifyContent = { left: "flex-start", right: "flex-end" }[align.h] ?? "center";
    const words = document.createElement("span");
    words.textContent = text;
    box.append(words);
    return box;
}

/** A line through its rectangle, with heads where it has some. */
export function lineElement({ paint, leftwards, upwards, heads }, { width, height }, zoom) {
    const [x1, x2] = leftwards ? [width, 0] : [0, width];
    const [y1, y2] = upwards ? [height, 0] : [0, height];
    const colour = both(linePair(paint.line?.colour ?? null));
    const thick = (paint.width ?? 1) * zoom;
    const line = svg("line", { x1, y1, x2, y2, "stroke-width": thick });
    line.style.stroke = colour;
    const drawn = svg(
        "svg",
        { width: Math.max(width, 1), height: Math.max(height, 1), "aria-hidden": "true" },
        [line],
    );
    drawn.style.opacity = paint.line?.alpha ?? 1;
    if (heads.end) drawn.append(head(x1, y1, x2, y2, thick, colour));
    if (heads.start) drawn.append(head(x2, y2, x1, y1, thick, colour));
    return drawn;
}

/** The triangle at the end of a line. */
function head(fromX, fromY, x, y, thick, colour) {
    const length = Math.hypot(x - fromX, y - fromY) || 1;
    const [dx, dy] = [(x - fromX) / length, (y - fromY) / length];
    const [long, wide] = [HEAD * thick * 1.4, (HEAD * thick) / 2 + 1];
    const [backX, backY] = [x - dx * long, y - dy * long];
    const corners = [
        [x, y],
        [backX - dy * wide, backY + dx * wide],
        [backX + dy * wide, backY - dx * wide],
    ];
    const triangle = svg("polygon", { points: corners.map((corner) => corner.join()).join(" ") });
    triangle.style.fill = colour;
    return triangle;
}
