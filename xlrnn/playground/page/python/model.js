/** A model that was dropped: with one sample it becomes a workbook, which the page opens. */

import { button, element } from "../frame/elements.js";
import { saying } from "../saying.js";

const say = saying("python");

const MODEL = /\.(npz|keras|h5)$/i;

/** Whether a file is called as a model is. */
export const isModel = ({ name }) => MODEL.test(name);

/** Ask for the sample; `python` makes the workbook, and `take` is called with it as a file. */
export function openModel(python, file, take) {
    const input = field("modelInput", "modelInputHelp");
    const tokens = field("modelTokens", "modelTokensHelp");
    const said = element("p", { role: "status" });
    const make = button(say("modelMake"), say("modelMake"), () => {});
    make.type = "submit";
    const form = element(
        "form",
        { method: "dialog" },
        element("h2", {}, say("modelTitle", { name: file.name })),
        ...[input, tokens].map(({ label }) => label),
        said,
        element("div", { className: "report-buttons" }, make,
            button(say("close"), say("close"), () => dialog.close())),
    );
    const dialog = element("dialog", { className: "about model" }, form);
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        make.disabled = true;
        said.textContent = say(python.isStarted ? "modelMaking" : "loading");
        try {
            take(await made(python, file, input.value(), tokens.value()));
            dialog.close();
        } catch (error) {
            said.textContent = error.message;
        }
        make.disabled = false;
    });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
}

async function made(python, file, input, tokens) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { name, book } = await python.ask("export", { name: file.name, input, tokens }, [bytes]);
    return new File([Uint8Array.from(atob(book), (letter) => letter.charCodeAt(0))], name);
}

function field(name, help) {
    const input = element("input", { type: "text", spellcheck: false, placeholder: say(help) });
    const label = element("label", {}, say(name), input);
    return { label, value: () => input.value.trim() };
}
