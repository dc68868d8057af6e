/**
 * What a typed text means: a number, true or false, a text, a formula, or nothing.
 *
 * Returns {input} as `OpenWorkbook.edit` takes it, {fault} with what is wrong with a formula, and
 * with `hint` the name of a text that helps where a text is likely to be meant as a number.
 */

import { faultOf } from "./faults.js";
import { tokensOf } from "./tokens.js";

const NUMBER =
    /^([+-]?)(\(?)(?:(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?|(\.\d+))(e[+-]?\d+)?(\)?)(\s?%)?$/i;
const DECIMAL_COMMA = /^[+-]?\d*,\d+(?:e[+-]?\d+)?%?$/i;
const LONGEST_TEXT = 32767;
const LONGEST_FORMULA = 8192;

/** The meaning of what was typed into a cell. */
export function inputOf(typed, book) {
    if (typed === "") {
        return { input: null };
    }
    if (typed.length > LONGEST_TEXT) {
        return { fault: { what: "tooLongText", at: 0, piece: String(LONGEST_TEXT) } };
    }
    if (typed.startsWith("'")) {
        return { input: typed.slice(1) };
    }
    const plain = typed.trim();
    if (/^(true|false)$/i.test(plain)) {
        return { input: plain.toLowerCase() === "true" };
    }
    const number = numberOf(plain);
    if (number !== null) {
        return { input: number };
    }
    if (isFormula(plain)) {
        return formulaOf(typed.trimStart(), book);
    }
    return DECIMAL_COMMA.test(plain) ? { input: typed, hint: "decimalComma" } : { input: typed };
}

/** The number that a text is: 0.5, 1,000, 5%, 1e-3, (5) for -5; null if it is none. */
export function numberOf(text) {
    const match = NUMBER.exec(text.replace(/^[−–]/, "-"));
    if (!match) {
        return null;
    }
    const [
        ,
        sign,
        opened,
        whole = "",
        decimals = "",
        fraction = "",
        exponent = "",
        closed,
        percent,
    ] = match;
    const inBrackets = opened !== "" && closed !== "";
    if ((opened !== "") !== (closed !== "") || (inBrackets && sign !== "")) {
        return null;
    }
    const size = Number(whole.replaceAll(",", "") + decimals + fraction + exponent);
    const value = percent ? hundredth(size) : size;
    if (!Number.isFinite(value)) {
        return null;
    }
    return (sign === "-" || inBrackets) && value !== 0 ? -value : value;
}

/** A hundredth, as the decimal digits have it: 7% is 0.07, not 0.07000000000000001. */
function hundredth(size) {
    return Number(`${size}`.includes("e") ? size / 100 : `${size}e-2`);
}

/** Whether a typed text is a formula: it begins with =, or with a sign and is no number. */
export function isFormula(text) {
    return /^\s*=./s.test(text) || (/^\s*[+\-@]\s*[^\s+\-=]/.test(text) && signedFormula(text));
}

/** Texts such as "- a remark" begin with a sign, too: only a whole formula is taken for one. */
function signedFormula(text) {
    const words = tokensOf(text.trim()).filter(({ kind }) => kind !== "space");
    return words.slice(1).some(({ kind }) => ["area", "call", "open", "number"].includes(kind));
}

function formulaOf(typed, book) {
    if (typed.length > LONGEST_FORMULA) {
        return { fault: { what: "tooLongFormula", at: 0, piece: String(LONGEST_FORMULA) } };
    }
    const isPlain = typed.startsWith("=");
    const formula = typed.slice(isPlain ? 1 : 0).trimEnd();
    const fault = faultOf(formula, book);
    if (fault) {
        return { fault: { ...fault, at: fault.at + (isPlain ? 1 : 0) } };
    }
    return { input: { formula: tidy(formula) } };
}

/** A formula as it is stored: functions and cells in capitals, commas between arguments. */
function tidy(formula) {
    return tokensOf(formula)
        .map((token) => {
            if (token.kind === "comma") {
                return ",";
            }
            if (token.kind === "area" || (token.kind === "call" && token.sheet === "")) {
                const before = token.text.length - wordLength(token);
                return token.text.slice(0, before) + token.text.slice(before).toUpperCase();
            }
            return /^(true|false)$/i.test(token.text) ? token.text.toUpperCase() : token.text;
        })
        .join("");
}

function wordLength(token) {
    return token.kind === "area" ? token.word.length : token.word.length + 1;
}

/**
 * What the editor shows of a cell: its formula, its number in full, a text that is none marked so.
 */
export function editText(cell) {
    if (!cell) {
        return "";
    }
    if (cell.formula !== null && cell.formula !== undefined) {
        return `=${cell.formula}`;
    }
    const { value } = cell;
    if (value === null || value === undefined) {
        return "";
    }
    if (typeof value === "string") {
        return isTakenForOther(value) ? `'${value}` : value;
    }
    if (typeof value === "object") {
        return value.error;
    }
    return String(value).toUpperCase();
}

function isTakenForOther(text) {
    const plain = text.trim();
    const isOther = numberOf(plain) !== null || /^(true|false)$/i.test(plain) || isFormula(plain);
    return isOther || text.startsWith("'");
}
