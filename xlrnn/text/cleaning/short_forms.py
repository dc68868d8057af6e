"""Short forms: "don't" and "dont" become "not", "dog's" becomes "dog"."""

_AUXILIARIES = """do does did is are was were have has had would could should ca wo ai must need
might sha"""
# Without their apostrophe, as they are often typed; "wont" and "cant" are rarer as words.
_TYPED = {f"{verb}nt" for verb in _AUXILIARIES.split()} - {"neednt", "mightnt", "shant", "mustnt"}
_NOT = _TYPED | {"cannot", "n't", "nt"}
_ENDINGS = ("'s", "'re", "'ll", "'ve", "'d", "'m", "s'")


def full_form(word: str) -> str:
    """Return a word without what was drawn together with it; a negation becomes "not".

    Example:
        >>> [full_form(word) for word in ("can't", "dont", "dog's", "they're", "o'clock")]
        ['not', 'not', 'dog', 'they', "o'clock"]
    """
    if word in _NOT or word.endswith("n't"):
        return "not"
    if "'" in word:
        for ending in _ENDINGS:
            if word.endswith(ending):
                return word.removesuffix(ending) + ("s" if ending == "s'" else "")
    return word
