/** What reading a workbook says, in one place: another language is another such file. */

const size = (bytes) => `${Math.ceil(bytes / 2 ** 20)} MiB`;

export const words = {
    empty: "The file is empty. Expected an Excel workbook (.xlsx): choose another file.",
    old: "This is a workbook of the old kind (.xls), or one with a password. Expected .xlsx without a password: save it as such and open it again.",
    binary: "This is a binary workbook (.xlsb). Expected .xlsx: save it as “Excel workbook” and open it again.",
    document:
        "This is an OpenDocument file. Expected .xlsx: save it as “Excel workbook” and open it again.",
    noZip: "This is no Excel workbook. Expected a file that ends in .xlsx: choose another file.",
    noWorkbook:
        "This is a zip file without a workbook in it. Expected an Excel workbook (.xlsx): choose another file.",
    damaged: (part) =>
        `The file is damaged: its part “${part}” cannot be read. Get it anew, or save it again with the program that wrote it.`,
    missing: (part) =>
        `The file is damaged: its part “${part}” is missing. Get it anew, or save it again with the program that wrote it.`,
    cutOff: "The file is damaged: its end is missing. Get it anew, or save it again with the program that wrote it.",
    locked: (part) =>
        `The part “${part}” of the file is encrypted. Expected a workbook without a password: save it as such.`,
    method: (part) =>
        `The part “${part}” of the file is packed in a way that is not known here. Save the workbook again with Excel or LibreOffice.`,
    manyParts: (got, most) =>
        `The file has ${got} parts, at most ${most} are read. It is no usual workbook and was not opened.`,
    tooLarge: (part, got, most) =>
        `The part “${part}” would take ${size(got)}, at most ${size(most)} are read. Open this workbook in a spreadsheet program.`,
    allTooLarge: (got, most) =>
        `Unpacked, the file would take ${size(got)}, at most ${size(most)} are read. Open this workbook in a spreadsheet program.`,
    bomb: (part, ratio) =>
        `The part “${part}” is packed ${ratio} times smaller than it is, as no workbook is. It was not opened.`,
    doctype: (part) =>
        `The part “${part}” declares entities of its own, which no workbook needs. It was not opened.`,
    noSheet: "The workbook has no sheet. Expected at least one: choose another file.",

    macros: "The workbook holds macros. They are left alone.",
    external: "The workbook reads other files. They are not opened; the stored results are shown.",
    notASheet: (name) => `“${name}” is no sheet of cells and is shown empty.`,
    dataTable: (name) => `A what-if table on “${name}” shows its stored results.`,
    pictures: (name) => `Pictures on “${name}” are not shown.`,
    chartKind: (name) => `A chart on “${name}” is of a kind that is not drawn here.`,
};
