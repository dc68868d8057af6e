/** What a cell shows in the room that it has: its text, shortened as Excel shortens numbers. */

import { textWidth } from "./fonts.js";
import { format } from "./format.js";
import { generalFitting } from "./formats/general.js";

/** The padding on both sides of a text, and one step of indent, at 100 %. */
export const PADDING = 3;
const INDENT = 9;
const SMALLEST = 0.4;

/** {text, side, colour, indent} of a cell, whatever room it has. */
export function contentOf(value, style, date1904) {
    const shown = format(value, style.format, { date1904 });
    return { ...shown, side: sideOf(value, style.align), indent: style.align.indent * INDENT };
}

function sideOf(value, { h }) {
    if (h === "center" || h === "centerContinuous" || h === "distributed") return "center";
    if (h === "right") return "right";
    if (h !== "general") return "left";
    if (typeof value === "number") return "right";
    return typeof value === "string" || value === null ? "left" : "center";
}

/** The text of a number that has so much room: fewer digits, or ###. */
export function numberInRoom(value, content, room, font) {
    const fits = (text) => textWidth(text, font) <= room;
    if (content.overflows) return "#".repeat(Math.max(1, Math.floor(room / textWidth("#", font))));
    if (fits(content.text)) return content.text;
    if (content.isGeneral) {
        const shorter = generalFitting(value, fits);
        if (shorter !== null) return shorter;
    }
    return "#".repeat(Math.max(1, Math.floor(room / textWidth("#", font))));
}

/** By how much a text is made smaller to fit its room. */
export function shrinking(text, room, font) {
    const width = textWidth(text, font);
    return width <= room ? 1 : Math.max(SMALLEST, room / width);
}
