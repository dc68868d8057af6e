/** Every word about exercises. Another language is another file of the same names. */

import { saying } from "../saying.js";

export const texts = {
    exercise: "The exercise",
    whose: "For {whose}",
    filledOf: "{name}: {count} of {all}",
};

/** Return a text with values put in. */
export const say = saying(texts);
