/**
 * How far the way of a number is followed: from a cell back to what it reads, or on to what reads
 * it.
 *
 * A trace is {origin, isBack, levels}; each level holds edges {from, to} between places
 * {sheet, area}, drawn in the direction in which the numbers go.
 */

import { idOfPlace } from "./places.js";

export const MOST_EDGES = 250;

/** A trace that has not been followed yet. */
export function traceFrom(origin, isBack) {
    return { origin, isBack, levels: [], seen: new Set([idOfPlace(origin)]), isCut: false };
}

/** Follow a trace one level further; returns the new edges, none at its end. */
export async function follow(trace, graph) {
    const last = trace.levels.at(-1);
    const frontier = last ? last.map(({ from, to }) => (trace.isBack ? from : to)) : [trace.origin];
    const edges = [];
    for (const place of distinct(frontier)) {
        const found = trace.isBack ? graph.reads(place) : await graph.readBy(place);
        for (const other of found) {
            edges.push(trace.isBack ? { from: other, to: place } : { from: place, to: other });
        }
    }
    const fresh = edges.filter((edge) => isFresh(trace, edge));
    fresh.forEach((edge) => trace.seen.add(edgeId(edge)));
    const room = MOST_EDGES - trace.levels.flat().length;
    trace.isCut = fresh.length > room;
    if (fresh.length > 0 && room > 0) {
        trace.levels.push(fresh.slice(0, room));
    }
    return fresh.slice(0, Math.max(0, room));
}

/** The places at the far end of some edges. */
export function endsOf(edges, isBack) {
    return distinct(edges.map(({ from, to }) => (isBack ? from : to)));
}

function isFresh(trace, edge) {
    return !trace.seen.has(edgeId(edge));
}

function edgeId({ from, to }) {
    return `${idOfPlace(from)} > ${idOfPlace(to)}`;
}

function distinct(places) {
    return [...new Map(places.map((place) => [idOfPlace(place), place])).values()];
}
