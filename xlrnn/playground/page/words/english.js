/**
 * Every word that the page says, in English. Another language is another file of the same names.
 *
 * What stands in {braces} is put in when it is said.
 */

/** The frame of the page, its engine, files and proof. */
const frame = {
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
    aboutWriter: "Written by {writer}.",
    aboutPython:
        "NumPy {numpy} proves and checks in Python (Pyodide {pyodide}), with xlrnn {xlrnn}. The " +
        "licences of all of them follow last.",
    aboutEngine: "The numbers are calculated by {name} {version}, under this licence:",
};

/** The formula bar, the sheet and what is typed into it. */
const editing = {
    // the formula bar
    nameBox: "Address or name: type one to go there",
    formula: "Content of the cell",
    enter: "Enter (Enter)",
    enterArray: "Enter as an array formula (Ctrl+Shift+Enter)",
    isArray: "An array formula: its cells change together",
    cancel: "Cancel (Escape)",
    reads: "What this cell reads (Ctrl+[)",
    readBy: "What reads this cell (Ctrl+])",
    clearArrows: "Take the arrows away (Escape)",
    sheetHelp:
        "Enter or F2: edit. Control Enter: follow a link. Escape, then Tab: leave the sheet.",

    // what is read out
    selected: "{area} selected, {count} cells",
    emptyCell: "{cell}: empty",
    changed: "{count} cells changed: {list}",
    changedOne: "1 cell changed: {list}",
    andMore: "{list} and more",
    pointed: "{area} in the formula",

    // what is wrong with a formula
    openText: 'A text begins at {piece} and does not end. Close it with ".',
    openSheet:
        "A sheet's name begins at {piece} and does not end. Close it with ' and write ! after it.",
    unknownSheet: "There is no sheet called “{piece}”. The sheets are: {sheets}.",
    openBracket: "“{piece}” opens a bracket that is never closed. Write ) where it ends.",
    closeBracket: "There is one ) too many: nothing was opened that it could close.",
    strayComma:
        "This comma stands outside of any function: take it away, or write a point for decimals.",
    nothingAfter: "The formula ends after “{piece}”. Write what comes next, for instance a cell.",
    nothingBetween: "Something is missing before “{piece}”: a cell, a number or a function.",
    noOperator: "Between “{piece}” and what stands before it a sign is missing, such as * or +.",
    roundQuotes: "“{piece}” is a printer's quote. Formulas know straight ones only: \".",
    stranger: '“{piece}” has no meaning here. Take it away, or put text into "quotes".',
    tooLongText: "This text is longer than the {piece} characters that a cell can hold.",
    tooLongFormula:
        "This formula is longer than the {piece} characters that are allowed. Use several cells.",
    decimalComma:
        "This is now a text. If a number was meant: decimals have a point here, as in 0.5.",
    unknownPlace:
        "“{text}” is no cell, range or name of this workbook. Type for instance B5 or C17:F19.",

    // what may not be changed
    locked: "{cell} is locked: this exercise asks for other cells. They have a dashed frame.",
    partOfArray:
        "{cell} is part of the array formula in {area}, which changes as a whole. Select {area}, " +
        "and end the input with Ctrl+Shift+Enter; or delete all of it first.",
    overlapsArray:
        "In {area} stands an array formula that reaches beyond what is selected. Select all of it.",
    mergedTarget:
        "{area} holds merged cells: an array formula cannot stand there. Select other cells.",
    tooMany:
        "{count} cells at once are more than the {most} that can be changed here. Select fewer.",
    failed: "This could not be changed: {reason}",
    nothingToUndo: "There is nothing to undo.",
    nothingToRedo: "There is nothing to do again.",
    undone: "Undone.",
    redone: "Done again.",

    // what a cell takes
    notAllowedTitle: "This value does not fit",
    notAllowed: "“{value}” is not among what {cell} takes.",
    inCell: "{message} ({cell}: “{value}”)",
    goOn: "Take it all the same?",
    yes: "Yes",
    no: "No, change it",
    retry: "Try again",
    ok: "OK",
    cancelInput: "Cancel",
    openList: "Pick from the list (Alt+Down)",
    listOf: "What {cell} takes",

    // copying
    copied: "{area} copied",
    cut: "{area} cut: paste it where it shall stand",
    pasted: "Pasted into {area}",
    filled: "Filled {area}",
    cleared: "{area} cleared",
    doesNotFit:
        "What was copied has {rows} rows and {columns} columns, which does not fit at {cell}.",
    noClipboard:
        "The browser does not let this page read what others copied. Press Ctrl+V instead.",

    // arrows
    readsNothing: "{cell} reads no other cell: {content}",
    readByNothing: "No formula reads {cell}.",
    readsThese: "{cell} reads {list}",
    readByThese: "{cell} is read by {list}",
    noMoreReads: "That is the beginning: nothing further back is read. {list}",
    noMoreReadBy: "That is the end: nothing further on reads this. {list}",
    stepBack: "{level} steps back: {list}",
    stepOn: "{level} steps on: {list}",
    isNumber: "it is a number that was put in",
    isText: "it is a text that was put in",
    isEmpty: "it is empty",
    noReference: "its formula names none",
    elsewhere: "{name} on page {sheet}: go there",
    tooManyArrows: "Only the nearest {count} are shown.",

    // the menu
    menu: "What to do with {area}",
    menuCopy: "Copy",
    menuCut: "Cut",
    menuPaste: "Paste",
    menuClear: "Clear",
    menuDown: "Fill down",
    menuRight: "Fill right",
    menuReads: "What it reads",
    menuReadBy: "What reads it",
    menuEdit: "Edit",
    handleStart: "Move the upper left corner of the selection",
    handleEnd: "Move the lower right corner of the selection",
    handleFill: "Drag to fill the cells beside",
};

/** The bar above an exercise. */
const exercise = {
    exercise: "The exercise",
    whose: "For {whose}",
    filledOf: "{name}: {count} of {all}",
};

/** What is kept in the browser. */
const keeping = {
    resumed: "What you typed on {at} is here again.",
    anew: "Begin anew",
    anewHelp: "Throw away what you typed, and open the workbook as its file is",
    sure: "Throw away what you typed into this workbook? It cannot be had back.",
    close: "Close this line",
    held:
        "What you typed on {at} could not be put in again: {why}. It stays kept, and nothing new is " +
        "kept beside it. Open the workbook again, or begin anew.",
    overtaken:
        "This workbook was changed in another tab, too. Only what is typed last is kept: go on in " +
        "one of them, and close the other.",
    notKept:
        "What you type is not kept here when the page is closed: {why}. Save the workbook as a file.",

    // why not
    missing: "this browser has no storage for pages, or it is switched off, as in a private window",
    forbidden: "the browser forbids it, as in a private window or by a setting",
    insecure: "the page came by http:, and the browser allows it by https: or from a disk alone",
    silent: "the browser’s storage does not answer",
    full: "the browser’s storage is full",
    closed: "the browser’s storage was closed or cleared; load the page again",
    otherwise: "the browser says “{detail}”",
};

/** Python in the page: proof, report, check, marks, models. */
const python = {
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

/** The guided tour. */
const tour = {
    close: "Close the tour",
    begin: "Begin",
    back: "Back",
    next: "Next",
    done: "Done",
    doIt: "Do it for me",
    takeBack: "Take it back",
    where: "{part}, {number} of {count}",
    tries: "Try this",
    places: "Find it",
    refused: "That could not be done: {why}",
};

export const words = { frame, editing, exercise, keeping, python, tour };
