/** What `xlrnn verify` says of a workbook, to be read, copied and saved. */

import { button, element } from "../frame/elements.js";
import { download } from "../frame/files.js";
import { saying } from "../saying.js";

const say = saying("python");

/** Show a report, `{text, json}`; files of it are called as the workbook, `title`. */
export function showReport({ text, json }, title) {
    const shown = element("pre", { tabIndex: 0 }, text);
    const dialog = element(
        "dialog",
        { className: "about report" },
        element("h2", {}, say("reportTitle")),
        shown,
        element("p", {}, say("reportNote")),
        element(
            "div",
            { className: "report-buttons" },
            copying(text, shown),
            saving("saveText", text, `${title}-verify.txt`, "text/plain"),
            saving("saveJson", json, `${title}-verify.json`, "application/json"),
            button(say("close"), say("close"), () => dialog.close()),
        ),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
}

function copying(text, shown) {
    const made = button(say("copy"), say("copy"), async () => {
        try {
            await navigator.clipboard.writeText(text);
            made.textContent = say("copied");
        } catch {
            getSelection().selectAllChildren(shown); // the reader's own keys do the rest
        }
    });
    return made;
}

const saving = (name, text, fileName, kind) =>
    button(say(name), say(name), () => download(new TextEncoder().encode(`${text}\n`), fileName, kind));
