/** Links and notes of cells. A link out of the workbook is a text to be read, never followed. */

import { count, key, readArea } from "./cells.js";
import { readString } from "./strings.js";
import { attribute, child, children, unescapeText } from "./xml.js";

const MOST_CELLS = 10_000;

/** Links by cell: {location, external, tip}; one of location and external is null. */
export function readLinks(root, relations) {
    const links = new Map();
    for (const node of children(child(root, "hyperlinks"), "hyperlink")) {
        const area = readArea(attribute(node, "ref") ?? "");
        if (!area || count(area) > MOST_CELLS) continue;
        const link = readLink(node, relations);
        for (let row = area.top; row <= area.bottom; row++) {
            for (let column = area.left; column <= area.right; column++) {
                links.set(key(row, column), link);
            }
        }
    }
    return links;
}

function readLink(node, relations) {
    const target = relations.get(attribute(node, "id"));
    const location = attribute(node, "location");
    const external = target ? target.target + (location ? `#${location}` : "") : null;
    return {
        location: target ? null : (location?.replace(/^#/, "") ?? null),
        external,
        tip: attribute(node, "tooltip") ?? "",
    };
}

/** Notes by cell, as plain texts. */
export function readNotes(root, palette) {
    const notes = new Map();
    for (const node of children(child(root, "commentList"), "comment")) {
        const area = readArea(attribute(node, "ref") ?? "");
        const text = child(node, "text");
        if (area && text)
            notes.set(key(area.top, area.left), unescapeText(readString(text, palette).text));
    }
    return notes;
}
