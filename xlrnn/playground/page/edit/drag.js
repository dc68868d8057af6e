/** Dragging over the cells, with scrolling where the pointer leaves them. */

const PAUSE = 60; // milliseconds from cell to cell beyond the edge

/** What begins a drag on an element: `over(cell)` for each cell on the way, then `end()`. */
export class Drags {
    constructor(grid) {
        this.grid = grid;
    }

    /** Let an element be dragged by mouse, pen and finger. */
    on(element, hooks) {
        element.addEventListener("pointerdown", (event) => {
            if (event.button === 0) {
                event.preventDefault();
                event.stopPropagation();
                hooks.start?.();
                this.begin(event, hooks);
            }
        });
    }

    /** Follow the pointer that an event belongs to until it is let go. */
    begin({ pointerId }, { over, end, cancel }) {
        let last = null;
        let timer = 0;
        const follow = (event) => {
            if (event.pointerId === pointerId) {
                last = event;
                this.#tell(event, over);
            }
        };
        const stop = (finish) => (event) => {
            if (event.pointerId === pointerId) {
                clearInterval(timer);
                listening.abort();
                finish?.();
            }
        };
        const listening = new AbortController();
        const { signal } = listening;
        document.addEventListener("pointermove", follow, { signal });
        document.addEventListener("pointerup", stop(end), { signal });
        document.addEventListener("pointercancel", stop(cancel ?? end), { signal });
        timer = setInterval(() => last && this.#isOutside(last) && this.#tell(last, over), PAUSE);
    }

    #isOutside({ clientX, clientY }) {
        const { left, right, top, bottom } = this.grid.element.getBoundingClientRect();
        return clientX < left || clientX > right || clientY < top || clientY > bottom;
    }

    /**
     * Tell the cell under the pointer; beyond the edge, the next one outside, which is scrolled
     * to.
     */
    #tell(event, over) {
        const { left, right, top, bottom } = this.grid.element.getBoundingClientRect();
        const inside = (place, first, last) => Math.min(Math.max(place, first + 1), last - 2);
        const clientX = inside(event.clientX, left, left + this.grid.element.clientWidth || right);
        const clientY = inside(event.clientY, top, top + this.grid.element.clientHeight || bottom);
        const cell = this.grid.at({ clientX, clientY });
        if (!cell) {
            return;
        }
        const beyond = (place, first, last) => (place < first ? -1 : place > last ? 1 : 0);
        const row = Math.max(1, cell.row + beyond(event.clientY, top, bottom));
        const column = Math.max(1, cell.column + beyond(event.clientX, left, right));
        over({ row, column });
        if (row !== cell.row || column !== cell.column) {
            this.grid.scrollTo(row, column);
        }
    }
}
