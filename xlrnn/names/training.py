"""Training in cells: an epoch a row, and what the optimizer remembers."""

from xlrnn.names.name import Name, Role

# fmt: off
TABLE = (
    Name("epoch", "epoch", ("epoch", "one"), Role.CALCULATION, whole=True),
    Name("optimizer", "optimizer", ("one", "one"), Role.INPUT, text=True),
    Name("rate_sgd", "rate of SGD", ("one", "one"), Role.INPUT),
    Name("rate_adam", "rate of Adam", ("one", "one"), Role.INPUT),
    Name("clip", "longest gradient", ("one", "one"), Role.INPUT),
    Name("beta_1", "β₁: memory", ("one", "one"), Role.INPUT),
    Name("beta_2", "β₂: its square", ("one", "one"), Role.INPUT),
    Name("epsilon_adam", "ε of Adam", ("one", "one"), Role.INPUT),
    Name("rate", "rate in use", ("one", "one"), Role.CALCULATION,
         "the rate of Adam if that is the optimizer, else the rate of SGD"),
    Name("right", "p of the right letter", ("epoch", "step"), Role.OUTPUT),
    Name("losses", "loss of each step", ("epoch", "step"), Role.CALCULATION),
    Name("word_loss", "loss of the word", ("epoch", "one"), Role.OUTPUT),
    Name("hits", "letters right", ("epoch", "one"), Role.OUTPUT, whole=True),
    Name("weight_row", "weight", ("epoch", "source"), Role.STATE),
    Name("state_row", "state", ("epoch", "unit"), Role.CALCULATION),
    Name("letter_row", "letter by letter", ("epoch", "letter"), Role.CALCULATION),
    Name("gradient_row", "gradient", ("epoch", "source"), Role.CALCULATION),
    Name("gradient_norm", "length of the gradient", ("epoch", "one"), Role.CALCULATION),
    Name("gradient_scale", "shortened by", ("epoch", "one"), Role.CALCULATION),
    Name("beta_1_power", "β₁ⁿ", ("epoch", "one"), Role.CALCULATION),
    Name("beta_2_power", "β₂ⁿ", ("epoch", "one"), Role.CALCULATION),
    Name("alpha", "rate, corrected", ("epoch", "one"), Role.CALCULATION),
    Name("mean_row", "mean", ("epoch", "source"), Role.CALCULATION),
    Name("square_row", "mean square", ("epoch", "source"), Role.CALCULATION),
    Name("step_row", "step", ("epoch", "source"), Role.CALCULATION),
    Name("p_start", "probability", ("letter", "step"), Role.OUTPUT, "in the first epoch",
         note="before anything is learnt"),
    Name("p_end", "probability", ("letter", "step"), Role.OUTPUT, "after the last epoch",
         note="what the trained network expects next"),
    Name("predicted_end", "predicted next", ("one", "step"), Role.OUTPUT,
         "the letter with the largest p after the last epoch", text=True),
    Name("all_right", "all letters right from epoch", ("one", "one"), Role.OUTPUT,
         "the first epoch in which all letters are right, 0 if there is none", whole=True),
    Name("loss_end", "loss", ("one", "step"), Role.OUTPUT, "after the last epoch"),
    Name("epoch_shown", "which epoch", ("one", "one"), Role.INPUT, whole=True),
)
# fmt: on
