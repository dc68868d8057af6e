/** Every word about exercises. Another language is another file of the same names. */

export const texts = {
    exercise: "The exercise",
    whose: "For {whose}",
    filledOf: "{name}: {count} of {all}",
};

/** Return a text with values put in. */
export function say(name, values = {}) {
    return texts[name].replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}
