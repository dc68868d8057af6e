/**
 * Files as they lie in the page that is one file: base64, maybe with gzip. Unpacking takes a while,
 * so whoever needs large ones does it in a Worker.
 */

/** Promise the bytes of what `heldResource` found: bytes already, or `{text, packed}`. */
export async function unpacked(held) {
    if (held instanceof Uint8Array) return held;
    const bytes = Uint8Array.from(atob(held.text), (letter) => letter.charCodeAt(0));
    if (held.packed !== "gzip") return bytes;
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
}
