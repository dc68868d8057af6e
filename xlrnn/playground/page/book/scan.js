/**
 * The rows of a sheet, scanned. A tree of 40,000 cells takes a browser longer than a second, and
 * nothing of it is needed but rows, cells, formulas and values.
 */

import { BookError } from "./errors.js";
import { words } from "./words.js";

// A comment, a CDATA section, an instruction or a tag; then the text up to the next. It is sticky:
// where it does not match, nothing is searched any further.
const TAG = new RegExp(
    [
        String.raw`<(?:!--[\s\S]*?-->`,
        String.raw`!\[CDATA\[([\s\S]*?)\]\]>`,
        String.raw`\?[\s\S]*?\?>`,
        String.raw`(\/?)(?:[\w.-]+:)?([\w.-]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>)([^<]*)`,
    ].join("|"),
    "y",
);
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITY = /&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot|apos));/g;
const NAMED = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Where a sheet's rows begin and end in its text, tags included; null if there are none. */
export function rowsOf(text) {
    const open = /<(?:[\w.-]+:)?sheetData\s*>/.exec(text);
    if (!open) return null;
    const start = open.index;
    const close = /<\/(?:[\w.-]+:)?sheetData\s*>/g;
    close.lastIndex = start;
    const end = close.exec(text);
    return end ? { start, end: end.index + end[0].length } : null;
}

/**
 * Call `open(name, attributes)` and `close(name, text)` for each tag, `text` being what stands
 * between the two. What is not nested well is refused.
 */
export function scan(text, part, { open, close }) {
    const names = [];
    const texts = [];
    TAG.lastIndex = 0;
    let reached = 0;
    for (let found; (found = TAG.exec(text)); reached = TAG.lastIndex) {
        const [, cdata, ends, name, attributes, empty, after] = found;
        if (cdata !== undefined) texts[texts.length - 1] += cdata;
        if (name && !ends) {
            open(name, attributes);
            names.push(name);
            texts.push("");
        }
        if (ends || empty) {
            if (names.pop() !== name) throw new BookError(words.damaged(part));
            close(name, texts.pop());
        }
        if (after && texts.length) texts[texts.length - 1] += unescaped(after);
    }
    if (names.length || reached !== text.length) throw new BookError(words.damaged(part));
}

/** The attributes of a tag as an object; their names count without a prefix. */
export function attributesOf(text) {
    const attributes = {};
    ATTRIBUTE.lastIndex = 0;
    for (let found; (found = ATTRIBUTE.exec(text));) {
        const name = found[1];
        attributes[name.slice(name.indexOf(":") + 1)] = unescaped(found[2] ?? found[3]);
    }
    return attributes;
}

function unescaped(text) {
    if (!text.includes("&")) return text;
    return text.replace(ENTITY, (_, decimal, hex, name) =>
        name ? NAMED[name] : character(parseInt(decimal ?? hex, decimal ? 10 : 16)),
    );
}

const character = (code) => (code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd");
