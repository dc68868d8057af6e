/** Words of the page with values put in; they are shown as text, never as markup. */

/** Return a function that says one of some texts by its name, with a value for each {gap}. */
export const saying =
    (texts) =>
    (name, values = {}) =>
        (texts[name] ?? name).replace(/\{(\w+)\}/g, (gap, key) => String(values[key] ?? gap));
