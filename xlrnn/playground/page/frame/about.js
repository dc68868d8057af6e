/** What this page is, who calculates in it, and under which licence. */

import { resourceText } from "../resources.js";
import { say } from "../texts.js";
import { button, element } from "./elements.js";

/** Show it; `engine` is the index's entry of the engine. */
export async function showAbout(engine) {
    const files = ["engine/NOTICE.txt", "engine/LICENSE.txt"];
    const licence = (await Promise.all(files.map(resourceText))).join("\n\n");
    const dialog = element(
        "dialog",
        { className: "about" },
        element("h2", {}, say("aboutTitle")),
        element("p", {}, say("aboutText")),
        element("p", {}, say("aboutEngine", engine)),
        element("pre", { tabIndex: 0 }, licence),
        button(say("close"), say("close"), () => dialog.close()),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
}
