/** What a row of numbers goes on with: 1, 2 with 3, 4; numbers without an even step begin again. */

/**
 * The values that follow a list of values, or null if it is no series of at least two numbers.
 *
 * @param values the values in the order of filling
 * @param count how many are wanted
 */
export function continued(values, count) {
    if (values.length < 2 || values.some((value) => typeof value !== "number")) {
        return null;
    }
    const step = (values.at(-1) - values[0]) / (values.length - 1);
    const isEven = values.every((value, at) => near(value, values[0] + at * step));
    if (!isEven) {
        return null;
    }
    return Array.from({ length: count }, (_, at) => rounded(values.at(-1) + (at + 1) * step));
}

const near = (one, other) =>
    Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));

/** Without the noise of adding decimals: 0.1, 0.2 goes on with 0.3. */
const rounded = (value) => Number(value.toPrecision(15));
