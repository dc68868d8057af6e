/** Numbers as fractions, such as 1 1/2. */

const FIGURE_SPACE = "\u2007";

/** The text of a number of 0 or more by tokens with a slash. */
export function fractionText(value, tokens) {
    const slash = tokens.findIndex(({ kind }) => kind === "slash");
    const above = placesBefore(tokens, slash);
    const below = placesAfter(tokens, slash);
    const mixed = tokens.slice(0, above.start).some(({ kind }) => kind === "digit");
    const whole = mixed ? Math.floor(value) : 0;
    const [top, bottom] = nearest(value - whole, below);
    const carried = mixed && top === bottom;
    const units = whole + (carried ? 1 : 0);
    const isWhole = mixed && (top === 0 || carried);
    const size = Math.max(above.length, 1) + 1 + below.length;
    const [over, under] = [
        String(top).padStart(above.length, FIGURE_SPACE),
        String(bottom).padEnd(below.length, FIGURE_SPACE),
    ];
    const shown = isWhole ? FIGURE_SPACE.repeat(size) : `${over}/${under}`;
    if (!mixed) return shown;
    return `${units || isWhole ? units : ""} ${shown}`.trim();
}

function placesBefore(tokens, slash) {
    let start = slash;
    while (start > 0 && tokens[start - 1].kind === "digit") start--;
    return { start, length: slash - start };
}

/** How many digits stand below, or which number, if the format says one. */
function placesAfter(tokens, slash) {
    let text = "";
    for (let at = slash + 1; at < tokens.length && /^[0-9#?]$/.test(tokens[at].text); at++)
        text += tokens[at].text;
    const told = /^[1-9]\d*$/.test(text) ? Number(text) : null;
    return { length: Math.max(text.length, 1), told };
}

function nearest(value, { length, told }) {
    if (told) return [Math.round(value * told), told];
    let best = [0, 1];
    for (let bottom = 1; bottom < 10 ** Math.min(length, 4); bottom++) {
        const top = Math.round(value * bottom);
        if (Math.abs(top / bottom - value) < Math.abs(best[0] / best[1] - value) - 1e-15)
            best = [top, bottom];
    }
    return best;
}
