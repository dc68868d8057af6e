"""What comes out of a decoder's step and goes into the next, and where a reader lets it look."""

from xlrnn.names.name import Kind, Name, Role

# fmt: off
TABLE = (
    Name("writing", "is it still writing?", ("one", "step"), Role.CALCULATION,
         "1 until the end mark came out, then 0",
         note="behind the end mark nothing goes in, and nothing comes out", whole=True,
         term="mask of the decoder (still writing?)"),
    Name("fed", "which row goes in", ("one", "step"), Role.CALCULATION,
         "first step: the start mark; then what came out of the step before",
         note="the word that came out is the word that goes in; 0: none", whole=True,
         term="row of the word that is fed back"),
    Name("fed_word", "goes in", ("one", "step"), Role.LABEL, text=True,
         term="word that is fed back"),
    Name("looked_up", "the row of the word", ("feature", "step"), Role.CALCULATION,
         "x_t = E[which row goes in], 0 where none does",
         term="word vector of what is fed back"),
    Name("W_cy", "weights of what was found", ("letter", "unit"), Role.PARAMETER, "W_cy",
         kind=Kind.WEIGHT),
    Name("chosen", "row of the likeliest", ("one", "step"), Role.OUTPUT,
         "the row of the largest probability; 0 behind the end mark", whole=True,
         term="row of the likeliest word (greedy)"),
    Name("came_out", "comes out", ("one", "step"), Role.OUTPUT,
         "the word of that row; nothing behind the end mark", text=True,
         term="word that comes out"),
    Name("so_far", "written so far", ("one", "step"), Role.CALCULATION,
         "what was written up to the step before, and this word", text=True),
    Name("written", "what was written", ("one", "one"), Role.OUTPUT,
         "the last of “written so far”", text=True, term="text that was written"),
    Name("ended", "is it at its end?", ("one", "one"), Role.CHECK,
         "whether the end mark came before the last step was over", text=True),
    Name("forced", "look at this word", ("one", "step"), Role.INPUT,
         note="type a word of the sentence, or pick it: the decoder must look there; empty: as it "
         "likes", text=True, optional=True, term="attention that is forced"),
    Name("source_word", "word of the sentence", ("source", "one"), Role.LABEL, text=True),
    Name("pointed", "is that word typed above?", ("source", "step"), Role.CALCULATION,
         "1 where the word of the row is typed into the yellow cell, else 0", whole=True,
         term="mask of the forced attention"),
    Name("steered", "where it looks", ("source", "step"), Role.CALCULATION,
         "attention_t; where a word is typed, all of it there",
         note="the darker, the more; each column sums to 1",
         term="attention, forced where a word is typed"),
    Name("looks_at", "looks most at", ("one", "step"), Role.OUTPUT,
         "the word with the largest attention", text=True),
)
# fmt: on
