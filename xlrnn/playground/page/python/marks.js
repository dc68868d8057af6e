/**
 * The teacher's side: key and submissions are dropped, marks and reasons shown, and the files that
 * `xlrnn grade` writes can be saved. All stays on this machine.
 */

import { button, element } from "../frame/elements.js";
import { download } from "../frame/files.js";
import { saying } from "../saying.js";

const say = saying("python");

const ACCEPTED = ".json,.xlsx,.xlsm,.zip";

/** Open the dialog; `python` marks. */
export function openMarks(python) {
    const found = element("div", { className: "marks-found", role: "status" });
    const take = (files) => mark(python, [...files], found);
    const input = element("input", { type: "file", multiple: true, accept: ACCEPTED, hidden: true });
    input.addEventListener("change", () => take(input.files));
    const dialog = element(
        "dialog",
        { className: "about marks" },
        element("h2", {}, say("marksTitle")),
        element("p", {}, say("marksText")),
        element("p", { className: "marks-alone" }, say("marksAlone")),
        input,
        element("div", { className: "report-buttons" },
            button(say("marksChoose"), say("marksChooseHelp"), () => input.click()),
            button(say("close"), say("close"), () => dialog.close())),
        found,
    );
    takeDropped(dialog, take);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
}

/** What is dropped here is not opened as a workbook. */
function takeDropped(dialog, take) {
    dialog.addEventListener("dragover", (event) => event.preventDefault());
    dialog.addEventListener("drop", (event) => {
        event.preventDefault();
        event.stopPropagation();
        if (event.dataTransfer.files.length > 0) take(event.dataTransfer.files);
    });
}

async function mark(python, files, found) {
    found.replaceChildren(say(python.isStarted ? "marking" : "loading"));
    try {
        const names = files.map(({ name }) => name);
        const contents = await Promise.all(files.map(bytesOf));
        found.replaceChildren(...shown(await python.ask("grade", { names }, contents)));
    } catch (error) {
        found.replaceChildren(element("p", { className: "marks-refusal" }, error.message));
    }
}

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

function shown({ results, notes, zip }) {
    const save = button(say("marksSave"), say("marksSaveHelp"), () => {
        const bytes = Uint8Array.from(atob(zip), (letter) => letter.charCodeAt(0));
        download(bytes, "grades.zip", "application/zip");
    });
    return [table(results), ...notes.map((note) => element("p", {}, note)), save];
}

function table(results) {
    const line = (kind, cells) => element("tr", {}, ...cells.map((text) => element(kind, {}, text)));
    const rows = results.map(({ who, mark: given, why }) => line("td", [who, given || say("noMark"), why]));
    return element(
        "table",
        {},
        element("thead", {}, line("th", ["who", "mark", "why"].map((name) => say(name)))),
        element("tbody", {}, ...rows),
    );
}
