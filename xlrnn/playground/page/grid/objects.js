/** What lies over the cells: charts, boxes, arrows; each where its anchor says. */

import { drawChart } from "./chart.js";
import { boxElement, lineElement } from "./shapes.js";
import { words } from "./words.js";

export class Objects {
    constructor(panes, scene) {
        Object.assign(this, { panes, scene });
        const { charts, shapes } = scene.sheet;
        this.things = [...charts, ...shapes].map((thing) => ({
            thing,
            place: this.#placeOf(thing.anchor),
        }));
        this.charts = [];
    }

    /** Draw them all; charts with the values that the workbook now holds. */
    draw() {
        if (this.charts.length) {
            for (const { element, thing, place } of this.charts)
                this.#drawChart(element, thing, place);
            return;
        }
        for (const layer of this.panes.layers) layer.replaceChildren();
        for (const { thing, place } of this.things) {
            if (place.width < 1 && place.height < 1) continue;
            const element = this.#element(thing, place);
            this.panes.layerOf(thing.anchor.from, this.scene).append(element);
        }
        for (const layer of this.panes.layers) layer.hidden = layer.childElementCount === 0;
    }

    #placeOf(anchor) {
        const from = this.scene.pointOf(anchor.from);
        if (anchor.to) {
            const to = this.scene.pointOf(anchor.to);
            return { ...from, width: to.x - from.x, height: to.y - from.y };
        }
        const { zoom } = this.scene;
        return { ...from, width: anchor.size.width * zoom, height: anchor.size.height * zoom };
    }

    #element(thing, place) {
        const cell = document.createElement("div");
        cell.className = `sheet-object sheet-${thing.kind}`;
        cell.setAttribute("role", "gridcell");
        Object.assign(cell.style, {
            left: `${place.x}px`,
            top: `${place.y}px`,
            width: `${place.width}px`,
            height: `${place.height}px`,
        });
        if (thing.decorative && !thing.text) cell.setAttribute("aria-hidden", "true");
        if (thing.kind === "chart") {
            this.#drawChart(cell, thing, place);
            this.charts.push({ element: cell, thing, place });
        } else {
            const told = [thing.text, thing.about].filter(Boolean).join(": ");
            if (told) cell.setAttribute("aria-label", told);
            cell.append(
                thing.kind === "line"
                    ? lineElement(thing, place, this.scene.zoom)
                    : boxElement(thing, this.scene.zoom),
            );
        }
        return cell;
    }

    #drawChart(cell, chart, { width, height }) {
        const { zoom, book } = this.scene;
        const size = { width: width / zoom, height: height / zoom };
        const drawn = drawChart(chart, book, size);
        drawn.setAttribute("aria-label", chart.about || chart.title?.text || words.chart);
        cell.replaceChildren(drawn);
    }
}
