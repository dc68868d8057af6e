/** What the sheet stands on: rows that stay at the top, rows that scroll, what lies above them. */

const box = (className, role = null) => {
    const element = document.createElement("div");
    element.className = className;
    if (role) element.setAttribute("role", role);
    return element;
};

export class Panes {
    constructor(id) {
        this.element = box("sheet-grid", "grid");
        this.element.id = id;
        this.element.tabIndex = 0;
        this.canvas = box("sheet-canvas");
        this.head = box("sheet-head", "rowgroup");
        this.body = box("sheet-body", "rowgroup");
        // A grid may hold rows and cells alone, so what is drawn over them stands in rows, too.
        this.objects = box("sheet-objects", "row");
        this.staying = box("sheet-objects stays", "row");
        this.layers = [this.objects, this.staying];
        this.overlay = box("sheet-overlay");
        this.canvas.append(this.staying, this.head, this.body, this.objects, this.overlay);
        this.element.append(this.canvas);
    }

    /** Where a thing is drawn that is anchored in a cell: with rows that stay, or that scroll. */
    layerOf({ row }, { rows }) {
        return row <= rows.frozen ? this.staying : this.objects;
    }

    /** Make room for a scene. */
    fit({ rows, columns, sheet }) {
        this.canvas.style.width = `${columns.total}px`;
        this.canvas.style.height = `${rows.total}px`;
        this.head.style.height = `${rows.stays}px`;
        this.body.style.height = `${rows.total - rows.stays}px`;
        this.head.classList.toggle("parts", rows.frozen > 0);
        this.canvas.classList.toggle("parted", columns.frozen > 0);
        this.canvas.classList.toggle("with-gridlines", sheet.gridlines);
        this.element.setAttribute("aria-rowcount", rows.count);
        this.element.setAttribute("aria-colcount", columns.count);
    }
}
