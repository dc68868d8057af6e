/**
 * Changed cells on their way out of the Worker: columns of numbers, which travel at no cost, instead
 * of an object for each of some ten thousand cells.
 */

/** Pack cells `{sheet, row, column, value}`; the numbers' columns are to be transferred. */
export function pack(cells) {
    const column = (Kind, of) => Kind.from(cells, of);
    const isNumber = ({ value }) => typeof value === "number";
    return {
        sheets: column(Uint16Array, (cell) => cell.sheet),
        rows: column(Uint32Array, (cell) => cell.row),
        columns: column(Uint16Array, (cell) => cell.column),
        isNumber: column(Uint8Array, (cell) => Number(isNumber(cell))),
        numbers: column(Float64Array, (cell) => (isNumber(cell) ? cell.value : 0)),
        others: cells.filter((cell) => !isNumber(cell)).map((cell) => cell.value),
    };
}

/** What of packed cells is handed over instead of copied. */
export function transferred({ sheets, rows, columns, isNumber, numbers }) {
    return [sheets, rows, columns, isNumber, numbers].map((column) => column.buffer);
}

/** Return the cells that were packed. */
export function unpack({ sheets, rows, columns, isNumber, numbers, others }) {
    const other = others.values();
    return Array.from(rows, (row, k) => ({
        sheet: sheets[k],
        row,
        column: columns[k],
        value: isNumber[k] ? numbers[k] : other.next().value,
    }));
}
