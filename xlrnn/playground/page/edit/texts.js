/**
 * Every word that editing says. Another language is another file of the same names.
 *
 * What stands in {braces} is put in when it is said.
 */

export const editTexts = {
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
