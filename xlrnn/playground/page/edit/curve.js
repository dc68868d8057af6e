/** One arrow: a curve from the side of one rectangle to the side of another, with its head. */

import { draw } from "./elements.js";

const HEAD = 9;
const LEAST_BEND = 24;
const ALIGNED = 6; // pixels beside each other that still are one line

/**
 * Draw an arrow between two rectangles.
 *
 * It leaves and arrives on the sides that face each other; where a straight one would cross other
 * rectangles, it goes around them from below, or on the right.
 */
export function arrow(from, to, others, kind) {
    const { start, end, out, arrive } = isBlocked(from, to, others)
        ? detour(from, to)
        : direct(from, to);
    const tip = { x: end.x + HEAD * arrive.x, y: end.y + HEAD * arrive.y };
    const bend = Math.max(
        LEAST_BEND,
        0.45 * Math.hypot(tip.x - start.x, tip.y - start.y) * share(out, start, tip),
    );
    const near = `${start.x + bend * out.x} ${start.y + bend * out.y}`;
    const far = `${tip.x + bend * arrive.x} ${tip.y + bend * arrive.y}`;
    const path = `M ${start.x} ${start.y} C ${near} ${far} ${tip.x} ${tip.y}`;
    return draw(
        "g",
        `edit-arrow ${kind}`,
        {},
        draw("path", "edit-halo", { d: path }),
        draw("path", "edit-curve", { d: path, pathLength: 1 }),
        draw("circle", "edit-start", { cx: start.x, cy: start.y, r: 3.5 }),
        draw("path", "edit-head", { d: head(end, arrive) }),
    );
}

/** A long detour needs less of a bend than a way straight on. */
function share(out, start, tip) {
    const length = Math.hypot(tip.x - start.x, tip.y - start.y) || 1;
    const along = Math.abs((tip.x - start.x) * out.x + (tip.y - start.y) * out.y) / length;
    return 0.4 + 0.6 * along;
}

function direct(from, to) {
    const [start, end] = [middle(from), middle(to)];
    const isAcross = Math.abs(end.x - start.x) >= Math.abs(end.y - start.y);
    const sign = Math.sign(isAcross ? end.x - start.x : end.y - start.y) || 1;
    const out = isAcross ? { x: sign, y: 0 } : { x: 0, y: sign };
    const arrive = { x: -out.x, y: -out.y };
    return { start: side(from, out), end: side(to, arrive), out, arrive };
}

/** Side by side: below; one above the other: on the right. */
function detour(from, to) {
    const isLevel =
        Math.abs(middle(from).y - middle(to).y) <= Math.abs(middle(from).x - middle(to).x);
    const out = isLevel ? { x: 0, y: 1 } : { x: 1, y: 0 };
    return { start: side(from, out), end: side(to, out), out, arrive: out };
}

/** Whether the way between two aligned rectangles leads over another one. */
function isBlocked(from, to, others) {
    const [start, end] = [middle(from), middle(to)];
    const isLevel = Math.abs(start.y - end.y) <= ALIGNED;
    if (!isLevel && Math.abs(start.x - end.x) > ALIGNED) {
        return false;
    }
    return others.some(
        (other) => !same(other, from) && !same(other, to) && isBetween(other, start, end),
    );
}

function isBetween({ left, top, width, height }, start, end) {
    const crosses = (first, size, one, other) =>
        first <= Math.max(one, other) && first + size >= Math.min(one, other);
    return crosses(left, width, start.x, end.x) && crosses(top, height, start.y, end.y);
}

function same(one, other) {
    return ["left", "top", "width", "height"].every((side) => one[side] === other[side]);
}

function middle({ left, top, width, height }) {
    return { x: left + width / 2, y: top + height / 2 };
}

/** The middle of the side of a rectangle that lies in a direction. */
function side(rect, direction) {
    const { x, y } = middle(rect);
    return { x: x + (rect.width / 2) * direction.x, y: y + (rect.height / 2) * direction.y };
}

/** A triangle whose tip is at the end. */
function head({ x, y }, arrive) {
    const half = HEAD * 0.55;
    const [back, beside] = [
        { x: x + HEAD * arrive.x, y: y + HEAD * arrive.y },
        { x: half * arrive.y, y: half * arrive.x },
    ];
    const corner = (sign) => `${back.x + sign * beside.x} ${back.y + sign * beside.y}`;
    return `M ${x} ${y} L ${corner(1)} L ${corner(-1)} Z`;
}
