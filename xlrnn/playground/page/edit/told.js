/** The words of editing with their gaps filled. */

import { saying } from "../saying.js";

/** The text of a name with {values} put in. */
export const told = saying("editing");
