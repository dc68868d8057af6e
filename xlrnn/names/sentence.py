"""What a sentence goes through on its way to numbers: signs out, words apart, words numbered."""

from xlrnn.names.name import Name, Role

# fmt: off
TABLE = (
    Name("sentence", "the sentence", ("one", "one"), Role.INPUT, text=True, optional=True),
    Name("lowered", "in lower case", ("one", "one"), Role.CALCULATION,
         "in lower case; tabs, line breaks and many spaces become one space", text=True),
    Name("without_signs", "without signs", ("sign", "one"), Role.CALCULATION,
         "the row above with a space for each of these signs, one for many", text=True),
    Name("unread", "what is still to be read", ("slot", "one"), Role.CALCULATION,
         "what stands behind the next word of the row above; row 1: the text without signs",
         text=True),
    Name("next_word", "the next word", ("slot", "one"), Role.CALCULATION,
         "what stands before the first space", text=True),
    Name("in_list", "is it in the list?", ("slot", "one"), Role.CALCULATION,
         "known or unknown, nothing behind the last word", text=True,
         term="is the word in the list?"),
    Name("number", "its number", ("slot", "one"), Role.CALCULATION,
         "its number in the list if it is known, else 0", whole=True,
         term="number of the word, if known"),
    Name("known_so_far", "known words so far", ("slot", "one"), Role.CALCULATION,
         "that of the row above, and 1 more if this word is known", whole=True),
    Name("understood", "what the answer rests on", ("one", "one"), Role.CHECK,
         "known words, if there are any; without them the answer says nothing of the sentence",
         text=True),
    Name("left_over", "what there is no row for", ("one", "one"), Role.CALCULATION,
         "what stands behind the next word of the last row", text=True,
         term="words there is no row for"),
    Name("seen", "which known word", ("one", "step"), Role.CALCULATION,
         "that of the step before + 1; first step: max(known words − steps, 0) + 1",
         note="the last ones; those before are too far back to be seen", whole=True,
         term="which of the known words"),
)
# fmt: on
