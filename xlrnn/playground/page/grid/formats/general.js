/** Numbers in the format General: as many digits as eleven places take, or as a cell is wide. */

import { exponentOf, fixed } from "./decimals.js";

const PLACES = 11;
const MOST_DECIMALS = 9;

/** The text of a number in a cell that is wide enough. */
export function generalText(value) {
    const size = Math.abs(value);
    const sign = value < 0 ? "-" : "";
    if (size >= 1e11 || isTiny(size)) return sign + power(size, 5);
    return sign + short(size, decimalsOf(size));
}

/** The text of a number that `fits` takes, with fewer digits if need be; null if none does. */
export function generalFitting(value, fits) {
    const usual = generalText(value);
    if (fits(usual)) return usual;
    const size = Math.abs(value);
    const sign = value < 0 ? "-" : "";
    const digits = usual.includes("E") ? -1 : decimalsOf(size);
    const shorter = (decimals) => sign + short(size, decimals);
    for (let decimals = digits; decimals >= 0; decimals--) {
        const isNothing = size !== 0 && size < 0.5 * 10 ** -decimals;
        if (!isNothing && fits(shorter(decimals))) return shorter(decimals);
    }
    for (let decimals = 5; decimals >= 0; decimals--) {
        if (fits(sign + power(size, decimals))) return sign + power(size, decimals);
    }
    return null;
}

const decimalsOf = (size) =>
    Math.max(0, Math.min(MOST_DECIMALS, PLACES - 1 - fixed(size, 0)[0].length));

/** So small that fixed decimals would lose digits. */
function isTiny(size) {
    if (size === 0 || size >= 1e-4) return false;
    return Math.abs(Number(`0.${fixed(size, MOST_DECIMALS)[1]}`) - size) > size * 1e-14;
}

function short(size, decimals) {
    const [whole, part] = fixed(size, decimals);
    const kept = part.replace(/0+$/, "");
    return kept ? `${whole}.${kept}` : whole;
}

function power(size, decimals) {
    const exponent = exponentOf(size, decimals + 1);
    const [mantissa, raw] = size.toExponential(14).split("e");
    const scaled = Number(`${mantissa}e${Number(raw) - exponent}`);
    const shown = String(Math.abs(exponent)).padStart(2, "0");
    return `${short(scaled, decimals)}E${exponent < 0 ? "-" : "+"}${shown}`;
}
