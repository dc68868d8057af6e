/** Every word about Python in the page. Another language is another file of the same names. */

import { saying } from "../saying.js";

export const texts = {
    python: "NumPy in this page",
    close: "Close",

    // why there is no answer
    slow: "Python took longer than {detail} seconds and was ended; the next question starts it anew",
    broken: "Python failed ({detail}); the next question starts it anew",
    refused: "{detail}",
    ended: "it was ended",
    notSaved: "the workbook as it now is cannot be had: {detail}",

    // the live proof
    waiting: "NumPy waits for the engine …",
    loading: "Python is being loaded, about 11 MB the first time …",
    proving: "NumPy calculates …",
    agree: "✓ NumPy agrees, cell by cell, for what the sheet holds now: {verified} of {total}",
    agreeSoFar: "✓ NumPy agrees as far as it knows the cells: {words}",
    differ: "✗ NumPy differs:",
    unknown: "? NumPy cannot tell:",
    foreign: "This workbook was not made by xlrnn, so NumPy does not know what it calculates.",
    goTo: "Go to the cell",

    // the report
    report: "Report…",
    reportHelp: "Verify the workbook as xlrnn verify does, with other inputs as well",
    reporting: "Python verifies the workbook, with other inputs as well …",
    reportTitle: "What xlrnn verify says",
    reportNote:
        "One engine alone calculated. For a proof that counts, save the workbook and let " +
        "xlrnn verify --engine all ask others.",
    copy: "Copy",
    copied: "Copied",
    saveText: "Save as text",
    saveJson: "Save as JSON",

    // an exercise
    check: "Check again",
    checkHelp: "Check the exercise as xlrnn check does",
    checking: "Python checks the exercise …",
};

/** Return a text with values put in. */
export const say = saying(texts);
