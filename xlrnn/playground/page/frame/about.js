/** What this page is, who calculates in it, and under which licence. */

import { resourceText } from "../resources.js";
import { saying } from "../saying.js";
import { button, element } from "./elements.js";

const say = saying("frame");

/** Show it; of the page's index are `engine` and, where it lies in the page, `python`. */
export async function showAbout({ engine, python }) {
    const files = ["engine/NOTICE.txt", "engine/LICENSE.txt"];
    if (python) files.push("python/runtime/NOTICE.txt");
    const licence = (await Promise.all(files.map(resourceText))).join("\n\n");
    const dialog = element(
        "dialog",
        { className: "about" },
        element("h2", {}, say("aboutTitle")),
        element("p", {}, say("aboutText")),
        ...(python ? [element("p", {}, say("aboutPython", python))] : []),
        element("p", {}, say("aboutEngine", engine)),
        element("pre", { tabIndex: 0 }, licence),
        button(say("close"), say("close"), () => dialog.close()),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
}
