/** What the sheet says, in one place: another language is another such file. */

export const words = {
    sheet: (name) => `Sheet ${name}`,
    sheets: "Sheets",
    cell: (address, text, formula, { link, note }) =>
        [
            address,
            text === "" ? "empty" : text,
            formula === null ? "" : `formula ${formula}`,
            link ? (link.external ? "link out of the workbook" : "link") : "",
            note ? `note: ${note}` : "",
        ]
            .filter(Boolean)
            .join(", "),
    external: (address) => `Leads out of the workbook and is not followed: ${address}`,
    noteOf: (address) => `Note on ${address}`,
    show: (what) => `Show ${what}`,
    hide: (what) => `Hide ${what}`,
    rows: (first, last) => (first === last ? `row ${first}` : `rows ${first} to ${last}`),
    columns: (first, last) => (first === last ? `column ${first}` : `columns ${first} to ${last}`),
    chart: "Chart",
};
