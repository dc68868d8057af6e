/** Elements of the page, made without markup: every text enters as text. */

const SVG = "http://www.w3.org/2000/svg";

/** An element of a class, with attributes and children; texts among the children are text. */
export function make(tag, className = "", attributes = {}, ...children) {
    return furnish(document.createElement(tag), className, attributes, children);
}

/** The same for a part of a drawing. */
export function draw(tag, className = "", attributes = {}, ...children) {
    return furnish(document.createElementNS(SVG, tag), className, attributes, children);
}

function furnish(element, className, attributes, children) {
    if (className) {
        element.setAttribute("class", className);
    }
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(name, value === true ? "" : String(value));
        }
    }
    element.append(...children);
    return element;
}

/** A button that keeps the focus where it is when it is pressed. */
export function button(className, label, sign, act) {
    const made = make(
        "button",
        className,
        { type: "button", "aria-label": label, title: label },
        sign,
    );
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("click", act);
    return made;
}

/** Put an element over a rectangle; hide it where there is none. */
export function place(element, rect) {
    element.hidden = !rect;
    if (rect) {
        element.style.left = `${rect.left}px`;
        element.style.top = `${rect.top}px`;
        element.style.width = `${rect.width}px`;
        element.style.height = `${rect.height}px`;
    }
}

let count = 0;

/** An id that no other element has. */
export function newId(prefix) {
    count += 1;
    return `${prefix}-${count}`;
}
