/** Which parts of a formula are references, where they lead, and which colour each has. */

import { readArea } from "../book/cells.js";
import { placeOfName, sheetNamed } from "./names.js";
import { tokensOf } from "./tokens.js";

/** How many colours there are before they begin again. */
export const COLOURS = 7;

/**
 * The references of a formula, without its `=`, that stands on a sheet of the book.
 *
 * Each is {start, end, sheet, area, colour, isName}: its place in the text, the number of the sheet
 * that it leads to, the cells, the number of its colour (the same cells have the same one), and
 * whether it is a defined name.
 * Structured references and what leads nowhere are left alone.
 */
export function referencesOf(formula, book, sheet) {
    const colours = new Map();
    return tokensOf(formula).flatMap((token) => {
        const place = placeOf(token, book, sheet);
        if (!place) {
            return [];
        }
        const { top, left, bottom, right } = place.area;
        const id = [place.sheet, top, left, bottom, right].join(" ");
        if (!colours.has(id)) {
            colours.set(id, colours.size % COLOURS);
        }
        const { start, text, kind } = token;
        const isName = kind === "name";
        return [{ start, end: start + text.length, ...place, colour: colours.get(id), isName }];
    });
}

/** Where a piece of a formula leads, {sheet, area}, or null. */
function placeOf(token, book, sheet) {
    const target = token.sheet === "" ? sheet : sheetNamed(book, token.sheet);
    if (target < 0) {
        return null;
    }
    if (token.kind === "area") {
        const area = readArea(token.word);
        return area ? { sheet: target, area } : null;
    }
    return token.kind === "name" ? placeOfName(book, token.word, target) : null;
}

/** Where a text alone leads: an address, a sheet and an address, or a defined name; or null. */
export function placeCalled(text, book, sheet) {
    const tokens = tokensOf(text.trim().replace(/^=/, ""));
    return tokens.length === 1 ? placeOf(tokens[0], book, sheet) : null;
}
