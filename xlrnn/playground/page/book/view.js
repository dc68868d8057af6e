/** How a sheet is shown: merged cells, frozen panes, gridlines, zoom, its colour. */

import { ROWS, COLUMNS, count, readArea } from "./cells.js";
import { readColour } from "./colours.js";
import { attribute, child, children, flag, number } from "./xml.js";

/** Merged cells; a merge of one cell is none. */
export function readMerges(root) {
    return children(child(root, "mergeCells"), "mergeCell")
        .map((node) => readArea(attribute(node, "ref") ?? ""))
        .filter((area) => area && count(area) > 1);
}

/** {frozen, gridlines, headings, zoom, protected, tabColour}. */
export function readView(root, palette) {
    const view = child(root, "sheetViews", "sheetView");
    const pane = child(view, "pane");
    const stays = /^frozen/.test(attribute(pane, "state") ?? "");
    const atMost = (name, most) => Math.min(most, Math.max(0, Math.floor(number(pane, name, 0))));
    return {
        frozen: {
            rows: stays ? atMost("ySplit", ROWS - 1) : 0,
            columns: stays ? atMost("xSplit", COLUMNS - 1) : 0,
        },
        gridlines: flag(view, "showGridLines", true),
        headings: flag(view, "showRowColHeaders", true),
        zoom: Math.min(400, Math.max(10, number(view, "zoomScale", 100))),
        // Whether cells that are locked may not be changed.
        protected: flag(child(root, "sheetProtection"), "sheet"),
        tabColour: readColour(child(root, "sheetPr", "tabColor"), palette),
    };
}

/** Where the switches of folded rows and columns stand: after them, or before. */
export function readOutline(root) {
    const outline = child(root, "sheetPr", "outlinePr");
    return {
        below: flag(outline, "summaryBelow", true),
        right: flag(outline, "summaryRight", true),
    };
}
