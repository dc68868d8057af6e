/** Tables as other programs copy them: lines with tabs, and tables of HTML. */

// A table can say of each cell that it covers thousands; what that may add up to.
const MOST_SPANNED = 100_000;

/** Cut a text into rows of cells: tabs between cells, quotes around those with breaks in them. */
export function readText(text) {
    const rows = [[]];
    const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gy;
    for (const [whole, inQuotes, plain, end] of text.matchAll(cell)) {
        if (whole === "" && rows.at(-1).length === 0) {
            break; // the end of a text that ends with a line break
        }
        rows.at(-1).push(inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"'));
        if (end === "") {
            break;
        }
        if (end !== "\t") {
            rows.push([]);
        }
    }
    return rows.at(-1).length === 0 ? rows.slice(0, -1) : rows;
}

export function writeText(rows) {
    return rows.map((row) => row.map(quotedText).join("\t")).join("\r\n");
}

function quotedText(text) {
    return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows of the first table in HTML, texts alone; null if there is none. */
export function readHtml(html) {
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    if (!table) {
        return null;
    }
    const rows = [];
    let room = MOST_SPANNED;
    for (const [number, line] of [...table.rows].entries()) {
        rows[number] ??= [];
        let column = 0;
        for (const cell of line.cells) {
            while (rows[number][column] !== undefined) {
                column += 1;
            }
            room -= spread(rows, number, column, cell, room);
        }
    }
    return Array.from(rows, (row) => Array.from(row ?? [], (text) => text ?? ""));
}

/** Put a cell's text at its first place; the others that it covers stay empty. How many are they? */
function spread(rows, number, column, cell, room) {
    const [height, width] =
        cell.rowSpan * cell.colSpan <= room ? [cell.rowSpan, cell.colSpan] : [1, 1];
    for (let row = 0; row < height; row += 1) {
        rows[number + row] ??= [];
        for (let place = 0; place < width; place += 1) {
            rows[number + row][column + place] = row + place === 0 ? textOf(cell) : "";
        }
    }
    return height * width;
}

function textOf(cell) {
    for (const end of cell.querySelectorAll("br")) {
        end.replaceWith("\n");
    }
    const text = cell.textContent.replaceAll("\u00a0", " ");
    return text
        .split("\n")
        .map((line) => line.replace(/\s+/g, " ").trim())
        .join("\n")
        .trim();
}

/** A table of HTML; `mark` says which copy of this page it is. */
export function writeHtml(rows, mark) {
    const inert = document.implementation.createHTMLDocument("");
    const table = inert.createElement("table");
    table.setAttribute("data-copied", mark);
    for (const row of rows) {
        const line = table.insertRow();
        for (const text of row) {
            line.insertCell().textContent = text;
        }
    }
    return table.outerHTML;
}

/** Which copy of this page a table of HTML is, "" if it is none. */
export function markOf(html) {
    const inert = new DOMParser().parseFromString(html, "text/html");
    return inert.querySelector("table[data-copied]")?.getAttribute("data-copied") ?? "";
}
