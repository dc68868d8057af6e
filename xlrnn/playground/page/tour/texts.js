/** Every word that the guided tour says. Another language is another file of the same names. */

import { saying } from "../saying.js";

export const texts = {
    close: "Close the tour",
    begin: "Begin",
    back: "Back",
    next: "Next",
    done: "Done",
    doIt: "Do it for me",
    takeBack: "Take it back",
    where: "{part}, {number} of {count}",
    tries: "Try this",
    places: "Find it",
    refused: "That could not be done: {why}",
};

/** Return a text with values put in. */
export const say = saying(texts);
