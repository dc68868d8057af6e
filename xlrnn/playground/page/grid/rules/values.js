/** Values as a spreadsheet takes them: as numbers, as texts, one against another. */

import { generalText } from "../formats/general.js";

/** What cannot be told here. A rule that needs it shows nothing, rather than something wrong. */
export class Unknown extends Error {}

export const isError = (value) => typeof value === "object" && value !== null && "error" in value;

/** A value as a number, or the error that it is. */
export function toNumber(value) {
    if (value === null) return 0;
    if (typeof value === "number" || isError(value)) return value;
    if (typeof value === "boolean") return Number(value);
    const number = Number(value);
    return value.trim() === "" || Number.isNaN(number) ? { error: "#VALUE!" } : number;
}

export function toText(value) {
    if (value === null) return "";
    if (typeof value === "number") return generalText(value);
    return typeof value === "boolean" ? (value ? "TRUE" : "FALSE") : String(value);
}

/** A value as yes or no, or the error that it is. */
export function toTruth(value) {
    if (isError(value)) return value;
    if (typeof value === "string") {
        const known = { TRUE: true, FALSE: false }[value.toUpperCase()];
        return known ?? { error: "#VALUE!" };
    }
    return Boolean(value);
}

const RANKS = { number: 0, string: 1, boolean: 2 };

/** Below 0, 0 or above 0: numbers before texts before yes and no; case does not count. */
export function compare(one, other) {
    const [a, b] = [filled(one, other), filled(other, one)];
    if (typeof a !== typeof b) return RANKS[typeof a] - RANKS[typeof b];
    const [x, y] = typeof a === "string" ? [a.toLowerCase(), b.toLowerCase()] : [a, b];
    return x < y ? -1 : x > y ? 1 : 0;
}

/** An empty cell is the nothing of whatever it is compared with. */
function filled(value, other) {
    if (value !== null) return value;
    return { string: "", boolean: false }[typeof other] ?? 0;
}
