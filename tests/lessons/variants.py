"""Lessons to test with: a few that differ in every dimension, and any that Hypothesis thinks of."""

from hypothesis import strategies as st

from xlrnn.lessons.hello.forward import HelloForward

VARIANTS = {
    "article": HelloForward(),
    "textbook": HelloForward(form="textbook"),
    "seeded": HelloForward(seed=7),
    # More than 6 letters and units, so that sums of products are no longer written out.
    "matrix_products": HelloForward("recurrent", "recuntxy", 7, "textbook", 3),
    "one_unit": HelloForward("ab", "ab", 1, "textbook", 1),
    "two_units_two_steps": HelloForward("bac", "cab", 2, "article", 2),
    # More than 8 steps: the notes stand in the title rows, and the diagram shows only a part.
    "long": HelloForward("abracadabra, abracadabra", "abcdr, !?", 5, "article", 4),
    # More than 8 columns of weights are folded, and so are more than 10 rows.
    "wide": HelloForward("the quick brown fox", "the quickbrownfxyz", 12, "textbook", 5),
}

# What a cell can hold: no control characters, lone surrogates or code points without a character.
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
PLAIN = st.characters(min_codepoint=0x21, max_codepoint=0x17F, exclude_categories=["Cc", "Cf"])


@st.composite
def lessons(draw, *, steps=99, letters=100, units=64, alphabet=LETTERS):
    """Return a lesson of any size, form and vocabulary."""
    vocabulary = draw(st.lists(alphabet, min_size=2, max_size=letters, unique=True))
    word = draw(st.lists(st.sampled_from(vocabulary), min_size=2, max_size=steps + 1))
    return HelloForward(
        word="".join(word),
        vocabulary="".join(vocabulary),
        units=draw(st.integers(1, units)),
        form=draw(st.sampled_from(["article", "textbook"])),
        seed=draw(st.integers(0, 2**40)),
    )
