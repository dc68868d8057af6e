/** A question that has to be answered before anything else happens. */

import { make, newId } from "./elements.js";

export class Dialog {
    constructor(home) {
        this.home = home;
    }

    /**
     * Ask, and wait for the answer; Escape gives the last of the answers.
     *
     * @param answers [{name, text}]; the first is the one that Enter gives
     * @returns the name of the answer
     */
    ask({ title, message, answers }) {
        const [heading, body] = [newId("edit-title"), newId("edit-message")];
        const buttons = answers.map(({ name, text }) =>
            make("button", "edit-answer", { value: name }, text),
        );
        const dialog = make(
            "dialog",
            "edit-dialog",
            { role: "alertdialog", "aria-labelledby": heading, "aria-describedby": body },
            make(
                "form",
                "",
                { method: "dialog" },
                make("h2", "", { id: heading }, title),
                make("p", "", { id: body }, message),
                make("div", "edit-answers", {}, ...buttons),
            ),
        );
        this.home.append(dialog);
        dialog.showModal();
        buttons[0].focus();
        return new Promise((resolve) => {
            dialog.addEventListener("keydown", (event) => event.stopPropagation());
            dialog.addEventListener("close", () => {
                dialog.remove();
                resolve(dialog.returnValue || answers.at(-1).name);
            });
        });
    }
}
