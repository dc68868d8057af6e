/** Files of the reader's: chosen, dropped, saved. They stay on the machine. */

import { element } from "./elements.js";

const KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Let the reader choose a file; `take` is called with it. */
export function chooseFile(take) {
    const input = element("input", { type: "file", accept: `.xlsx,.xlsm,.npz,.keras,.h5,${KIND}` });
    input.addEventListener("change", () => input.files.length && take(input.files[0]));
    input.click();
}

/** Take files that are dropped anywhere on the page. */
export function takeDropped(take) {
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragover", (event) => {
        if (hasFiles(event)) event.preventDefault();
    });
    addEventListener("drop", (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        if (file) take(file);
    });
}

/** Hand bytes to the reader as a file, by default a workbook. */
export function download(bytes, name, type = KIND) {
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
