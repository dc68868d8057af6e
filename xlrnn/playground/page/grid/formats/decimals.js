/** Decimal digits of numbers, as spreadsheets take them: fifteen, rounded half up. */

const SIGNIFICANT = 15;

/**
 * The digits of a number of 0 or more, rounded to so many decimals: [before, after the point].
 */
export function fixed(value, decimals) {
    const [digits, exponent] = digitsOf(value);
    const kept = exponent + 1 + decimals;
    if (value === 0 || kept < 0) return ["0", "0".repeat(decimals)];
    const rounded = kept >= digits.length ? digits.padEnd(kept, "0") : roundUp(digits, kept);
    // A digit more than was kept: 9.99 became 10.0.
    const whole = rounded.length - decimals;
    const text = whole > 0 ? rounded : "0".repeat(1 - whole) + rounded;
    const cut = text.length - decimals;
    return [text.slice(0, cut).replace(/^0+(?=\d)/, ""), text.slice(cut)];
}

/** The exponent of ten of a number, once it is rounded to so many significant digits. */
export function exponentOf(value, significant) {
    if (value === 0) return 0;
    const [digits, exponent] = digitsOf(value);
    return roundUp(digits, Math.min(significant, SIGNIFICANT)).length >
        Math.min(significant, SIGNIFICANT)
        ? exponent + 1
        : exponent;
}

/** Fifteen digits, and the exponent of ten of the first. */
function digitsOf(value) {
    const [mantissa, exponent] = value.toExponential(SIGNIFICANT - 1).split("e");
    return [mantissa.replace(".", ""), Number(exponent)];
}

/** The first digits, the last of them rounded; one digit longer if all were nines. */
function roundUp(digits, kept) {
    const first = digits.slice(0, kept);
    if (!(digits[kept] >= "5")) return first;
    return String(BigInt(first || "0") + 1n).padStart(kept, "0");
}
