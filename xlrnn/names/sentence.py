"""What a sentence goes through on its way to numbers: signs out, words apart, words numbered."""

from xlrnn.names.name import Name, Role

# fmt: off
TABLE = (
    Name("sentence", "the sentence", ("one", "one"), Role.INPUT, text=True, optional=True),
    Name("lowered", "in lower case", ("one", "one"), Role.CALCULATION, text=True),
    Name("without_signs", "without signs", ("sign", "one"), Role.CALCULATION, text=True),
    Name("unread", "what is still to be read", ("slot", "one"), Role.CALCULATION, text=True),
    Name("next_word", "the next word", ("slot", "one"), Role.CALCULATION, text=True),
    Name("in_list", "is it in the list?", ("slot", "one"), Role.CALCULATION, text=True),
    Name("number", "its number", ("slot", "one"), Role.CALCULATION, whole=True),
    Name("known_so_far", "known words so far", ("slot", "one"), Role.CALCULATION, whole=True),
    Name("left_over", "what there is no row for", ("one", "one"), Role.CALCULATION, text=True),
    Name("seen", "which known word", ("one", "step"), Role.CALCULATION,
         note="the last ones; those before are too far back to be seen", whole=True),
)
# fmt: on
