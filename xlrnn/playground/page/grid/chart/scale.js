/** From numbers to places along an axis, and the numbers that are written beside it. */

/** A scale of some numbers: {least, most, ticks, place}, `place` going from 0 to 1. */
export function scaleOf(values, axis, { wanted = 5, fromZero = false } = {}) {
    return axis?.base ? powers(values, axis) : linear(values, axis, wanted, fromZero);
}

function linear(values, axis, wanted, fromZero) {
    let [low, high] = [Math.min(...values), Math.max(...values)];
    if (values.length === 0) [low, high] = [0, 1];
    // Near 0, or where columns stand on it, the axis begins there.
    if (low > 0 && (fromZero || low < (high * 5) / 6)) low = 0;
    if (high < 0 && (fromZero || high > (low * 5) / 6)) high = 0;
    if (low === high) [low, high] = low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high)];
    const [told, least, most] = [axis?.unit, axis?.least ?? low, axis?.most ?? high];
    const step = told > 0 && (most - least) / told < 200 ? told : niceStep((most - least) / wanted);
    const from = axis?.least ?? Math.floor(least / step + 1e-9) * step;
    const to = axis?.most ?? Math.ceil(most / step - 1e-9) * step;
    return finish(from, to > from ? to : from + step, step);
}

function finish(least, most, step) {
    const ticks = [];
    const digits = Math.max(0, -Math.floor(Math.log10(step)) + 1);
    for (let at = 0; at <= 1000; at++) {
        const tick = least + at * step;
        if (tick > most + step * 1e-6) break;
        ticks.push(Number(tick.toFixed(Math.min(digits, 20))));
    }
    return { least, most, ticks, place: (value) => (value - least) / (most - least) };
}

/** 1, 2 or 5 times a power of ten. */
export function niceStep(raw) {
    const power = 10 ** Math.floor(Math.log10(raw));
    const factor = [1, 2, 5].find((each) => raw <= each * power * 1.0001) ?? 10;
    return factor * power;
}

const MOST_LABELS = 8;

function powers(values, axis) {
    const positive = values.filter((value) => value > 0);
    const [low, high] = positive.length ? [Math.min(...positive), Math.max(...positive)] : [1, 10];
    const log = (value) => Math.log(value) / Math.log(axis.base);
    const first = axis.least > 0 ? log(axis.least) : Math.floor(log(low) + 1e-9);
    const last = axis.most > 0 ? log(axis.most) : Math.max(first + 1, Math.ceil(log(high) - 1e-9));
    const step = Math.max(1, Math.ceil((last - first) / MOST_LABELS));
    const ticks = [];
    for (let at = Math.ceil(first - 1e-9); at <= last + 1e-9; at += step)
        ticks.push(axis.base ** at);
    return {
        least: axis.base ** first,
        most: axis.base ** last,
        ticks,
        place: (value) => (value > 0 ? (log(value) - first) / (last - first) : NaN),
    };
}
