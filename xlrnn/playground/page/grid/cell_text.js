/** The text in a cell: where it stands, how small it is, how far it runs over its neighbours. */

import { contentOf, numberInRoom, PADDING, shrinking } from "./content.js";
import { textWidth } from "./fonts.js";
import { isEmpty, overflow } from "./overflow.js";
import { both, fillPair, PAPER, textPair } from "./shades.js";

// Which part of the free height stands above a line.
const DOWN = { top: 0, center: 0.5, bottom: 1 };
const JUSTIFY = { left: "flex-start", center: "center", right: "flex-end" };

/** Write texts into the cells of one scene. */
export class TextPainter {
    constructor(scene) {
        this.scene = scene;
    }

    /**
     * Write what a cell holds into its element, and return it in full.
     *
     * `box` is the size that the cell has, `at` its {row, column, area}.
     */
    write(element, { cell, style, box, at }) {
        const { scene } = this;
        const content = contentOf(cell.value, style, scene.date1904);
        const font = scene.looks.font(style);
        const room = this.#roomFor(content, box);
        this.#align(element, content);
        if (typeof cell.value === "number" && !style.align.rotate && !content.colour) {
            this.#writeNumber(element, content, { cell, style, font, room, box });
            return content.text;
        }
        const span = document.createElement("span");
        const text = this.#fitted(span, content, { cell, style, font, room });
        this.#fill(span, text, cell, style);
        if (content.colour) span.style.color = ink(content.colour, style);
        if (style.align.rotate) turn(span, style.align.rotate);
        element.append(span);
        if (mayRunOver(cell, style, at.area)) {
            const extra = box.width - room;
            this.#runOver(element, span, at, { text, font, side: content.side, extra, ...box });
        }
        return content.text;
    }

    /** Most cells hold a number: no box more than the cell's own, and no search for its place. */
    #writeNumber(element, content, { cell, style, font, room, box }) {
        const { looks } = this.scene;
        const share = style.align.shrink ? shrinking(content.text, room, font) : 1;
        element.textContent = style.align.shrink
            ? content.text
            : numberInRoom(cell.value, content, room, font);
        if (share < 1) element.style.fontSize = `${looks.size(style) * share}px`;
        const { v } = style.align;
        const above = Math.max(0, box.height - looks.line(style)) * (DOWN[v] ?? 0.5);
        const placed = looks.shared(`above ${above}`, (to) => (to.paddingTop = `${above}px`));
        element.classList.add("plain", placed);
    }

    /** The width that padding and indent leave. */
    #roomFor({ side, indent }, { width }) {
        const { zoom } = this.scene;
        return width - 2 * PADDING * zoom - (side === "center" ? 0 : indent * zoom);
    }

    #align(element, { side, indent }) {
        const { zoom, looks } = this.scene;
        const padding = (where) => `${(PADDING + (side === where ? indent : 0)) * zoom}px`;
        const aligned = looks.shared(`${side} ${indent}`, (to) => {
            to.justifyContent = JUSTIFY[side];
            to.textAlign = side;
            to.paddingLeft = padding("left");
            to.paddingRight = padding("right");
        });
        element.classList.add(aligned);
    }

    /** A text that shall shrink is made smaller; of a number fewer digits are shown. */
    #fitted(span, content, { cell, style, font, room }) {
        if (style.align.shrink) {
            const share = shrinking(content.text, room, font);
            if (share < 1) span.style.fontSize = `${share * 100}%`;
            return content.text;
        }
        if (typeof cell.value !== "number" || style.align.rotate) return content.text;
        return numberInRoom(cell.value, content, room, font);
    }

    /** The text itself; runs in other fonts, if its cell has some and was not changed. */
    #fill(span, text, { rich }, style) {
        if (rich?.map((run) => run.text).join("") !== text) {
            span.textContent = text;
            return;
        }
        for (const { text: words, font } of rich) {
            const part = document.createElement("span");
            part.textContent = words;
            if (font) {
                part.style.font = this.scene.looks.font({ font });
                part.style.color = ink(font.colour, style);
                if (font.underline) part.style.textDecoration = "underline";
                if (font.raised) part.className = font.raised;
            }
            span.append(part);
        }
    }

    /** Let a long text run over empty cells beside its own. */
    #runOver(element, span, { row, column }, { text, font, side, extra, width }) {
        const { sheet, merges, columns } = this.scene;
        const needed = textWidth(text, font) + extra;
        const merged = (r, c) => merges.at(r, c) !== undefined;
        const isFree = (next) => isEmpty(sheet, row, next, merged);
        const { left, right } = overflow(column, needed, side, columns, isFree);
        if (left === 0 && right === 0) return;
        element.classList.add("runs");
        Object.assign(span.style, {
            marginLeft: `${-left}px`,
            marginRight: `${-right}px`,
            maxWidth: `${width + left + right - extra + PADDING}px`,
            justifyContent: JUSTIFY[side],
        });
        element.runs = right;
    }
}

const mayRunOver = ({ value }, { align }, area) =>
    typeof value === "string" &&
    area.left === area.right &&
    !(align.wrap || align.shrink || align.rotate);

/** A colour of letters on the fill of a style. */
const ink = (colour, { fill }) => both(textPair(colour, fill ? fillPair(fill) : PAPER));

/** Excel counts 1 to 90 degrees upwards, 91 to 180 downwards; 255 is letters below each other. */
function turn(span, rotate) {
    if (rotate === 255) span.classList.add("stacked");
    else span.style.transform = `rotate(${rotate <= 90 ? -rotate : rotate - 90}deg)`;
    span.classList.add("turned");
}
