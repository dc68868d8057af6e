/** What may be typed into cells, and the words for what may not. */

import { readAreas } from "./cells.js";
import { attribute, child, children, flag } from "./xml.js";

/** The rules of a sheet for what is typed. */
export function readValidations(root) {
    return children(child(root, "dataValidations"), "dataValidation")
        .map(readValidation)
        .filter(({ areas, kind }) => areas.length && kind !== "none");
}

function readValidation(node) {
    const kind = attribute(node, "type") ?? "none";
    const formula1 = child(node, "formula1")?.textContent ?? null;
    const told = (title, message, shown) => ({
        title: attribute(node, title) ?? "",
        message: attribute(node, message) ?? "",
        shown: flag(node, shown),
    });
    return {
        areas: readAreas(attribute(node, "sqref")),
        kind,
        operator: attribute(node, "operator") ?? "between",
        formula1,
        formula2: child(node, "formula2")?.textContent ?? null,
        list: kind === "list" ? listed(formula1) : null,
        // The file says it the other way round: 1 hides the button of the list.
        button: kind === "list" && !flag(node, "showDropDown"),
        blank: flag(node, "allowBlank"),
        error: {
            ...told("errorTitle", "error", "showErrorMessage"),
            style: attribute(node, "errorStyle") ?? "stop",
        },
        prompt: told("promptTitle", "prompt", "showInputMessage"),
    };
}

/** The texts of a list that stands in the rule itself; null if it stands in cells. */
function listed(formula) {
    const found = /^"([\s\S]*)"$/.exec(formula ?? "");
    return found
        ? found[1]
              .replaceAll('""', '"')
              .split(",")
              .map((text) => text.trim())
        : null;
}
