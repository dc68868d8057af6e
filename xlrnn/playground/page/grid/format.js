/** A value and a number format of Excel become the text that a cell shows. */

import { dateText } from "./formats/dates.js";
import { fractionText } from "./formats/fractions.js";
import { generalText } from "./formats/general.js";
import { numberText } from "./formats/numbers.js";
import { sectionsOf } from "./formats/sections.js";

/**
 * What a cell shows: {text, colour}, `colour` being one that the format itself names, or null.
 *
 * `isGeneral` says that the text may be shortened to fit its cell.
 */
export function format(value, code, { date1904 = false } = {}) {
    if (value === null || value === undefined) return { text: "", colour: null };
    if (typeof value === "boolean") return { text: value ? "TRUE" : "FALSE", colour: null };
    if (typeof value === "object") return { text: value.error, colour: null };
    const sections = sectionsOf(code);
    return typeof value === "string"
        ? formatText(value, sections)
        : formatNumber(value, sections, date1904);
}

function formatText(value, sections) {
    const section =
        sections.find(({ hasText }) => hasText) ?? (sections.length > 3 ? sections[3] : null);
    if (!section) return { text: value, colour: null };
    const parts = section.tokens.map(({ kind, text }) =>
        kind === "text" ? value : kind === "literal" ? text : "",
    );
    return { text: parts.join(""), colour: section.colour };
}

function formatNumber(value, sections, date1904) {
    if (!Number.isFinite(value)) return { text: String(value), colour: null };
    const { section, signed } = choose(value, sections);
    const { colour } = section;
    if (section.isGeneral || section.hasText) {
        const [before, after] = around(section);
        const size = signed ? value : Math.abs(value);
        return {
            text: before + generalText(size) + after,
            colour,
            isGeneral: before + after === "",
        };
    }
    const size = Math.abs(value);
    const sign = signed && value < 0 ? "-" : "";
    if (section.isDate) {
        const shown = dateText(value, section.tokens, date1904);
        return shown === null ? { text: "", colour, overflows: true } : { text: shown, colour };
    }
    const text = section.isFraction
        ? fractionText(size, section.tokens)
        : numberText(size, section);
    return { text: isNothing(section, text) ? text : sign + text, colour };
}

/** Whether a format shows no digit, or only zeros of a number: then no minus stands before it. */
const isNothing = ({ tokens }, text) =>
    !tokens.some(({ kind }) => kind === "digit") || !/[1-9]/.test(text);

/** The section for a number, and whether a minus is written before it. */
function choose(value, sections) {
    const numeric = sections.filter(
        (section, at) => at < 3 && !(section.hasText && sections.length > 1),
    );
    const conditional = numeric.findIndex(({ condition }) => condition);
    if (conditional >= 0) {
        const met =
            numeric.find(({ condition }) => !condition || condition(value)) ?? numeric.at(-1);
        return { section: met, signed: true };
    }
    if (value < 0 && numeric.length > 1) return { section: numeric[1], signed: false };
    if (value === 0 && numeric.length > 2) return { section: numeric[2], signed: false };
    return { section: numeric[0] ?? sections[0], signed: true };
}

/** The fixed words before and after a number as it is. */
function around({ tokens }) {
    const at = tokens.findIndex(({ kind }) => kind === "general" || kind === "text");
    const words = (part) => part.map(({ kind, text }) => (kind === "literal" ? text : "")).join("");
    return [words(tokens.slice(0, at)), words(tokens.slice(at + 1))];
}
