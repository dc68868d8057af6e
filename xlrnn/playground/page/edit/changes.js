/**
 * Every change that a hand makes goes through here: typed, pasted, filled, cleared.
 *
 * In this order it is asked whether the cells may change (a protected sheet), whether an array
 * formula would be cut in two, and whether the cells take the input (data validation). What is
 * refused is said, and nothing is changed.
 */

import { addressOf, areaOf, cellsOf, countOf, firstOf, isOneCell, nameOf } from "./areas.js";
import { shift } from "./shift.js";
import { told } from "./told.js";

const MOST_CELLS = 50000;

export class Changes {
    constructor({ document, arrays, protection, validation, notices }) {
        Object.assign(this, { document, arrays, protection, validation, notices });
    }

    /** Whether typing into a cell may begin; says why not. */
    mayBegin(sheet, cell) {
        return !this.#lockedIn(sheet, [cell]);
    }

    /**
     * Put an input that was typed where it belongs.
     *
     * @returns "done", "again" if the input is to be corrected, "dropped" if it is given up
     */
    async typed(place, input, area, { asArray, everywhere }) {
        const { sheet } = place;
        if ((asArray || everywhere) && this.isTooMuch(area)) {
            return "again";
        }
        const block = this.arrays.at(sheet, place);
        if (asArray && input !== null && typeof input === "object") {
            return this.#typedArray(sheet, input.formula, block ?? area);
        }
        if (block && !isOneCell(block)) {
            const [cell, whole] = [addressOf(place), nameOf(block)];
            this.notices.say(told("partOfArray", { cell, area: whole }), place);
            return "again";
        }
        const cells = everywhere ? [...cellsOf(area)] : [place];
        const changes = cells.map(({ row, column }) => ({
            sheet,
            row,
            column,
            input: shiftedInput(input, row - place.row, column - place.column),
        }));
        return this.apply(changes, { isTyped: true });
    }

    #typedArray(sheet, formula, area) {
        if (this.document.book.sheets[sheet].merges.some((merge) => overlaps(merge, area))) {
            this.notices.say(told("mergedTarget", { area: nameOf(area) }), firstOf(area));
            return "again";
        }
        const { row, column } = firstOf(area);
        return this.apply([{ sheet, row, column, input: { formula, area } }], { isTyped: true });
    }

    /**
     * Make changes if all of them may be made.
     *
     * @param changes as `OpenWorkbook.edit` takes them
     * @returns "done", "again" or "dropped", as above
     */
    async apply(changes, { isTyped = false } = {}) {
        const [first] = changes;
        if (!first) {
            return "dropped";
        }
        const byHand = changes.filter(({ follows }) => !follows);
        const targets = byHand.flatMap(({ sheet, row, column, input }) =>
            [...cellsOf(input?.area ?? areaOf({ row, column }))].map((cell) => ({
                sheet,
                ...cell,
            })),
        );
        if (this.#lockedIn(first.sheet, targets) || this.#cutsArray(targets)) {
            return isTyped ? "again" : "dropped";
        }
        const verdict = await this.validation.ask(byHand, isTyped);
        if (verdict === "accept") {
            this.#make(
                changes.map(({ sheet, row, column, input }) => ({ sheet, row, column, input })),
            );
            return "done";
        }
        return verdict;
    }

    /** Whether an area has more cells than can be changed at once; says so. */
    isTooMuch(area) {
        const count = countOf(area);
        if (count > MOST_CELLS) {
            this.notices.say(told("tooMany", { count, most: MOST_CELLS }), firstOf(area));
        }
        return count > MOST_CELLS;
    }

    undo() {
        return this.#try(() => this.document.undo());
    }

    redo() {
        return this.#try(() => this.document.redo());
    }

    #lockedIn(sheet, cells) {
        const locked = cells.find((cell) => this.protection.isLocked(cell.sheet ?? sheet, cell));
        if (locked) {
            this.notices.say(told("locked", { cell: addressOf(locked) }), locked);
        }
        return Boolean(locked);
    }

    #cutsArray(targets) {
        const changed = new Set(
            targets.map(({ sheet, row, column }) => `${sheet} ${row} ${column}`),
        );
        const isChanged = (sheet, { row, column }) => changed.has(`${sheet} ${row} ${column}`);
        for (const sheet of new Set(targets.map((target) => target.sheet))) {
            const cells = targets.filter((target) => target.sheet === sheet);
            const blocks = new Set(cells.map((cell) => this.arrays.at(sheet, cell)));
            blocks.delete(null);
            for (const block of blocks) {
                const isCut =
                    countOf(block) > targets.length ||
                    [...cellsOf(block)].some((cell) => !isChanged(sheet, cell));
                if (isCut) {
                    this.notices.say(told("overlapsArray", { area: nameOf(block) }), cells[0]);
                    return true;
                }
            }
        }
        return false;
    }

    #make(changes) {
        return this.#try(() => this.document.edit(changes), changes[0]);
    }

    /** Do something that an engine can refuse; then its words are said at the cell. */
    async #try(act, cell) {
        try {
            await act();
        } catch (error) {
            this.notices.say(told("failed", { reason: error.message }), cell);
        }
    }
}

function overlaps(merge, area) {
    return !(
        merge.top > area.bottom ||
        merge.bottom < area.top ||
        merge.left > area.right ||
        merge.right < area.left
    );
}

/** An input as it reads so much further down and to the right. */
export function shiftedInput(input, rows, columns) {
    const isFormula = input !== null && typeof input === "object";
    return isFormula ? { formula: shift(input.formula, rows, columns) } : input;
}
