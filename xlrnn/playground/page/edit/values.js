/** Values of cells as texts, for what is read out, offered and copied. */

/** The whole value as a text: numbers in full, TRUE and FALSE, errors by their sign. */
export function valueText(value) {
    if (value === null || value === undefined) {
        return "";
    }
    if (typeof value === "object") {
        return value.error;
    }
    return typeof value === "string" ? value : String(value).toUpperCase();
}

/** A value for the eye: numbers with six digits that count. */
export function shortText(value) {
    if (typeof value !== "number" || Number.isInteger(value)) {
        return valueText(value);
    }
    return String(Number(value.toPrecision(6))).toUpperCase();
}
