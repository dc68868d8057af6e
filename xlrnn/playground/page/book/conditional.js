/** Conditional formats: which cells, when, and how they look then. Who decides: grid/rules/. */

import { readAreas } from "./cells.js";
import { readColour } from "./colours.js";
import { attribute, child, children, flag, number } from "./xml.js";

/** The rules of a sheet, the first of them the strongest. */
export function readRules(root, looks, palette) {
    const rules = [];
    for (const group of children(root, "conditionalFormatting")) {
        const areas = readAreas(attribute(group, "sqref"));
        for (const node of children(group, "cfRule")) {
            if (areas.length) rules.push(readRule(node, areas, looks, palette));
        }
    }
    return rules.sort((one, other) => one.priority - other.priority);
}

function readRule(node, areas, looks, palette) {
    return {
        areas,
        kind: attribute(node, "type") ?? "",
        operator: attribute(node, "operator"),
        formulas: children(node, "formula").map((formula) => formula.textContent),
        look: looks[number(node, "dxfId", -1)] ?? null,
        scale: readScale(child(node, "colorScale"), palette),
        priority: number(node, "priority", Number.MAX_SAFE_INTEGER),
        stop: flag(node, "stopIfTrue"),
        rank: number(node, "rank", 10),
        percent: flag(node, "percent"),
        bottom: flag(node, "bottom"),
        above: flag(node, "aboveAverage", true),
        equalAverage: flag(node, "equalAverage"),
    };
}

/** The points of a scale of colours: [{kind, value, colour}], or null. */
function readScale(node, palette) {
    if (!node) return null;
    const colours = children(node, "color").map((colour) => readColour(colour, palette));
    const points = children(node, "cfvo").map((point, at) => ({
        kind: attribute(point, "type") ?? "num",
        value: attribute(point, "val"),
        colour: colours[at] ?? null,
    }));
    return points.length >= 2 && points.every((point) => point.colour) ? points : null;
}
