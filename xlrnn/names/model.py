"""What layers around the recurrent ones calculate: look-up, masks, windows, pooling, merging."""

from xlrnn.names.name import Name, Role

# fmt: off
TABLE = (
    Name("word", "number of the word", ("one", "step"), Role.INPUT,
         note="pick from the list: the words whose rows this workbook carries", whole=True),
    Name("word_ids", "number", ("word", "one"), Role.LABEL,
         note="the words whose rows stand in the table", whole=True),
    Name("E", "table of the words", ("word", "feature"), Role.PARAMETER, "E"),
    Name("token", "token", ("word", "one"), Role.LABEL, text=True),
    Name("read", "what it stands for", ("one", "step"), Role.LABEL, text=True),
    Name("place", "its row in the table", ("one", "step"), Role.CALCULATION,
         "k_t = the row of this number in the list",
         note="#N/A: the workbook carries no row for this number", whole=True),
    Name("embedded", "the row of the word", ("feature", "step"), Role.CALCULATION, "x_t = E[k_t]",
         note="each word becomes its row of the table"),
    Name("step_counts", "does the step count?", ("one", "step"), Role.CALCULATION,
         note="1: yes; 0: it is left out, and states stand still", whole=True),
    Name("mask_value", "value of a step that is none", ("one", "one"), Role.PARAMETER),
    Name("unmasked", "input, 0 where left out", ("feature", "step"), Role.CALCULATION),
    Name("backwards", "input from its end", ("feature", "step"), Role.CALCULATION, "x_(T−t+1)",
         note="this layer reads the last step first"),
    Name("counts_back", "does the step count?", ("one", "step"), Role.CALCULATION,
         note="1: yes; 0: it is left out, and states stand still", whole=True),
    Name("window", "window", ("input", "step"), Role.CALCULATION,
         note="a few steps below each other; 0 beyond the ends of the sequence"),
    Name("W", "filters", ("letter", "input"), Role.PARAMETER, "W"),
    Name("b", "bias of the filters", ("letter", "one"), Role.PARAMETER, "b"),
    Name("share", "share of each step", ("row", "one"), Role.CALCULATION,
         note="all that count have the same share"),
    Name("pooled", "over all steps", ("feature", "step"), Role.OUTPUT),
    Name("merged", "both directions", ("feature", "step"), Role.OUTPUT,
         note="what is known from the beginning up to each step, and from the end down to it"),
    Name("arranged", "the same numbers, arranged anew", ("feature", "step"), Role.CALCULATION),
    Name("best", "the model's answer", ("one", "shown"), Role.OUTPUT),
)
# fmt: on
