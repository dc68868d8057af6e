"""A sentence for a sentence: an encoder reads, a decoder writes and looks at what was read."""
