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
    checkHelp: "Check the exercise as xlrnn check does; one engine alone calculates here",
    checking: "Python checks the exercise …",

    // the teacher's side
    marksTitle: "Grade what was handed in",
    marksText:
        "Choose or drop here the key (key.json, from the folder key that xlrnn exercise wrote) and " +
        "the workbooks that were handed in, all together. They stay on this machine.",
    marksAlone:
        "One engine alone marks here. For marks that count, use xlrnn grade, which asks a second " +
        "one before it refuses a formula.",
    marksChoose: "Key and workbooks…",
    marksChooseHelp: "Choose the key and what was handed in",
    marking: "Python grades …",
    marksSave: "Save the results",
    marksSaveHelp: "Save what xlrnn grade writes, as a zip: results.json, grades.csv, HTML",
    who: "Who",
    mark: "Mark",
    why: "Why",
    noMark: "no mark",

    // a model
    modelTitle: "A workbook of {name}",
    modelInput: "One sample",
    modelInputHelp: "1 5 3, or 0.5 1; 2 3 with a step behind each semicolon",
    modelTokens: "What its numbers 0, 1, … stand for",
    modelTokensHelp: "h,e,l,o (may stay empty)",
    modelMake: "Make the workbook",
    modelMaking: "Python writes the workbook …",
};

/** Return a text with values put in. */
export const say = saying(texts);
