/**
 * Every word that the frame of the page says. Another language is another file of the same names.
 *
 * What stands in {braces} is put in when it is said.
 */

import { saying } from "./saying.js";

export const texts = {
    title: "{book} – xlrnn playground",
    workbook: "Workbook",
    lessons: "Lessons",
    exercises: "Exercises and models",
    own: "From your disk",
    tools: "What can be done with it",
    tour: "Tour",
    tourHelp: "Be led through this lesson, step by step",
    python: "Prove",
    proveHelp: "Prove with NumPy what the sheet holds now",
    checkIt: "Check",
    checkItHelp: "Check your own exercise, as far as your teacher lets it be told",
    undo: "Undo",
    undoKeys: "Undo (Ctrl+Z)",
    redo: "Redo",
    redoKeys: "Do again (Ctrl+Y)",
    open: "Open…",
    openHelp: "Open an .xlsx file from your disk; it stays on this machine",
    save: "Save",
    saveHelp: "Save the workbook as it now is, as an .xlsx file",
    handIn: "Save to hand in",
    handInHelp: "Save the exercise as it now is under its own name, by which it is known again",
    grade: "Grade…",
    gradeHelp: "Grade exercises that were handed in, on this machine",
    about: "About",
    close: "Close",

    incomplete: "The page is not complete: {why}. Write it anew with xlrnn playground.",

    // who calculates
    loading: "Stored numbers are shown; the engine is being loaded …",
    ready: "Everything you see is calculated here, by {engine}.",
    calculating: "calculating …",
    stopped:
        "The engine was ended, and what you typed last was taken back ({why}). It is being started " +
        "anew …",
    failed: "Nothing is calculated: {why}. You see the numbers that are stored in the file.",
    unsaved: "This workbook cannot be saved: {why}.",

    // why the engine did not do something
    engineMissing:
        "this browser has no WebAssembly, or it is switched off. Use a current Firefox, Chrome or " +
        "Safari",
    engineSlow: "the engine took longer than {detail} seconds",
    engineBroken: "the engine failed ({detail})",
    engineFormula: "this is no formula that can be calculated. Look at its brackets, commas and names",
    engineArray: "the cell is a part of an array formula, which changes as a whole",
    engineOther: "{detail}",

    // files
    unreadable: "{name} cannot be opened: {why}",
    changedAway: "What you changed in {book} is not saved. Leave it all the same?",
    foreign: "This workbook was not made by xlrnn: it can be looked at and changed, but not proved.",
    saved: "Saved as {name}.",

    // the workbook's own check
    proof: "Check",
    noCheck: "This workbook has no check of its own.",
    numpy: "against NumPy",
    notation: "the two notations",
    self: "self-check",
    filled: "filled",
    agrees: "agrees",
    differs: "differs",
    differing: "{count} of {all} blocks differ",
    stale: "inputs changed",
    staleHelp: "NumPy’s stored numbers are for other inputs",
    notCalculated: "not calculated",
    unclear: "no answer",
    holding: "{count} of {all} hold",
    filledOf: "{count} of {all} cells",
    showCheck: "Go to the check: {what}",

    // about
    aboutTitle: "About this page",
    aboutText:
        "xlrnn shows recurrent neural networks as live formulas. Nothing that you type or open " +
        "leaves your machine: the page asks nobody for anything once it is loaded, and sets no " +
        "cookies. What you type is kept in this browser alone, until you begin anew.",
    aboutPython:
        "NumPy {numpy} proves and checks in Python (Pyodide {pyodide}), with xlrnn {xlrnn}. The " +
        "licences of all of them follow last.",
    aboutEngine: "The numbers are calculated by {name} {version}, under this licence:",
};

/** Return a text with values put in. */
export const say = saying(texts);
