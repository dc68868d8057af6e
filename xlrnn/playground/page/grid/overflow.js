/** How far a long text runs over the empty cells beside its own. */

import { key } from "../book/cells.js";

/**
 * The room that a text takes beside its cell: {left, right} in pixels.
 *
 * `isFree(column)` says whether a cell is empty, `axis` where columns stand.
 */
export function overflow(column, needed, side, axis, isFree) {
    const missing = needed - axis.size(column);
    if (missing <= 0) return { left: 0, right: 0 };
    if (side === "left") return { left: 0, right: room(column, 1, missing, axis, isFree) };
    if (side === "right") return { left: room(column, -1, missing, axis, isFree), right: 0 };
    return {
        left: room(column, -1, missing / 2, axis, isFree),
        right: room(column, 1, missing / 2, axis, isFree),
    };
}

/** How many pixels are free on one side, and not more than are missing. */
function room(column, step, missing, axis, isFree) {
    let found = 0;
    for (
        let next = column + step;
        next >= 1 && next <= axis.count && found < missing;
        next += step
    ) {
        if (!isFree(next)) break;
        found += axis.size(next);
    }
    return Math.min(found, Math.ceil(missing));
}

/** Whether nothing stands in a cell, so that a text from beside may run over it. */
export const isEmpty = (sheet, row, column, merged) =>
    (sheet.cells.get(key(row, column))?.value ?? null) === null && !merged(row, column);
