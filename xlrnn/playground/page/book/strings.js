/** Texts that cells share. Of a text in several fonts, the runs are kept beside it. */

import { readFont } from "./styles.js";
import { child, children, unescapeText } from "./xml.js";

/** The list of shared texts: {text, rich}, `rich` being [{text, font}] or null. */
export const readStrings = (root, palette) =>
    children(root, "si").map((node) => readString(node, palette));

/** One text; how it is pronounced in Japanese is no part of it. */
export function readString(node, palette) {
    const runs = children(node, "r").map((run) => {
        const look = child(run, "rPr");
        return { text: textOf(child(run, "t")), font: look ? readFont(look, palette) : null };
    });
    if (runs.length === 0) return { text: textOf(child(node, "t")), rich: null };
    const text = runs.map((run) => run.text).join("");
    return { text, rich: runs.some((run) => run.font) ? runs : null };
}

const textOf = (node) => unescapeText(node?.textContent ?? "");
