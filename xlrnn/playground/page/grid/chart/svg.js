/** Elements of a drawing. */

const SPACE = "http://www.w3.org/2000/svg";

/** An element with its attributes and what it holds. */
export function svg(name, attributes = {}, inside = []) {
    const element = document.createElementNS(SPACE, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
}

/** A text in a font, `anchor` being start, middle or end. */
export function text(words, { x, y, css, colour, anchor = "middle", turned = 0 }) {
    const element = svg("text", { x, y, "text-anchor": anchor });
    if (turned) element.setAttribute("transform", `rotate(${turned} ${x} ${y})`);
    element.textContent = words;
    element.style.font = css;
    element.style.fill = colour;
    return element;
}

/** What a part of a drawing says when the pointer rests on it. */
export function titled(element, words) {
    const title = svg("title");
    title.textContent = words;
    element.append(title);
    return element;
}
