/**
 * What stands in cells, taken as it is and put elsewhere: the common part of pasting and filling.
 */

import { areaOf, cellsOf, columnsOf, covers, firstOf, moved, rowsOf } from "./areas.js";
import { shiftedInput } from "./changes.js";
import { shift } from "./shift.js";

/**
 * What stands in an area: [{row, column, input}], counted from its first cell.
 *
 * An array formula that lies in it whole comes as one input; of one that lies in it in part, the
 * values come.
 */
export function contentsOf(document, arrays, sheet, area) {
    const whole = arrays.meeting(sheet, area).filter((block) => covers(area, block));
    const inside = new Set();
    const found = whole.map((block) => {
        const first = firstOf(block);
        [...cellsOf(block)].forEach(({ row, column }) => inside.add(`${row} ${column}`));
        const { formula } = document.cell(sheet, first.row, first.column);
        return {
            ...relative(first, area),
            input: { formula, area: moved(block, -area.top, -area.left) },
        };
    });
    for (const cell of cellsOf(area)) {
        if (!inside.has(`${cell.row} ${cell.column}`)) {
            const input = inputAt(document, arrays, sheet, cell);
            found.push({ ...relative(cell, area), input });
        }
    }
    return found;
}

function relative({ row, column }, area) {
    return { row: row - area.top, column: column - area.left };
}

function inputAt(document, arrays, sheet, cell) {
    const found = document.cell(sheet, cell.row, cell.column);
    if (found?.formula && !arrays.at(sheet, cell)) {
        return { formula: found.formula };
    }
    const value = found?.value ?? null;
    return value !== null && typeof value === "object" ? value.error : value;
}

/** The changes that put contents of so many rows and columns into an area, again and again. */
export function repeated(contents, size, origin, sheet, area, { shifts = true } = {}) {
    const changes = [];
    for (let top = area.top; top <= area.bottom; top += size.rows) {
        for (let left = area.left; left <= area.right; left += size.columns) {
            for (const { row, column, input } of contents) {
                const place = { row: top + row, column: left + column };
                if (place.row <= area.bottom && place.column <= area.right) {
                    const by = shifts ? [top - origin.top, left - origin.left] : [0, 0];
                    changes.push({ sheet, ...place, input: put(input, by, { top, left }) });
                }
            }
        }
    }
    return changes;
}

function put(input, [rows, columns], { top, left }) {
    if (!input?.area) {
        return shiftedInput(input, rows, columns);
    }
    return { formula: shift(input.formula, rows, columns), area: moved(input.area, top, left) };
}

/** The size of an area. */
export const sizeOf = (area) => ({ rows: rowsOf(area), columns: columnsOf(area) });

/** The area that begins at a cell and has a size. */
export function areaAt(cell, { rows, columns }) {
    const area = areaOf(cell);
    return { ...area, bottom: area.top + rows - 1, right: area.left + columns - 1 };
}
