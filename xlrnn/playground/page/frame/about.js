/** What this page is, who calculates in it, and under which licence. */

import { resourceText } from "../resources.js";
import { saying } from "../saying.js";
import { button, element } from "./elements.js";

const say = saying("frame");

/** Show it; `index` is the page's, which has `python` where Python lies in the page. */
export async function showAbout(index) {
    const { engine, python } = index;
    const files = ["engine/NOTICE.txt", "engine/LICENSE.txt"];
    if (python) files.push("python/runtime/NOTICE.txt");
    const licence = (await Promise.all(files.map(resourceText))).join("\n\n");
    const dialog = element(
        "dialog",
        { className: "about" },
        element("h2", {}, say("aboutTitle")),
        element("p", {}, say("aboutText")),
        element("p", {}, say("aboutWriter", { writer: index.written_by })),
        ...(python ? [element("p", {}, say("aboutPython", python))] : []),
        element("p", {}, say("aboutEngine", engine)),
        element("pre", { tabIndex: 0 }, licence),
        button(say("close"), say("close"), () => dialog.close()),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
}
