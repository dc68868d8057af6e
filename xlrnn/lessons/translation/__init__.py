"""Translation, word by word: an encoder reads, a decoder writes and looks back.

`trained` is the model, `pages` and `decoder_pages` write it as formulas, `calculation` is the same
in NumPy, and `lesson` holds the two together and says what there is to see.
"""
