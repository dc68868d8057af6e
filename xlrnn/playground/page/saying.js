/** The words of the page with values put in; they are shown as text, never as markup. */

import { words } from "./words/english.js";

/** Return a function that says a text of a part by its name, with a value for each {gap}. */
export const saying =
    (part) =>
    (name, values = {}) =>
        (words[part][name] ?? name).replace(/\{(\w+)\}/g, (gap, key) => String(values[key] ?? gap));
