/** The words of editing with their gaps filled. */

import { editTexts } from "./texts.js";

/** The text of a name with {values} put in; they are shown as text, never as markup. */
export function told(name, values = {}) {
    const text = editTexts[name] ?? name;
    return text.replace(/\{(\w+)\}/g, (gap, key) => (key in values ? String(values[key]) : gap));
}
