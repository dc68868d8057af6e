/** Elements of the page. Texts go in as text, whoever wrote them. */

/** Make an element with properties and children. */
export function element(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (name in made) made[name] = value;
        else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
}

/** Make a button that says what it does, and more to those who wait. */
export function button(text, help, act) {
    const made = element("button", { type: "button", title: help }, text);
    made.addEventListener("click", act);
    return made;
}
