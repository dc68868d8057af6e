"""What is claimed of LSTM and GRU."""

from typing import Final

from xlrnn.article.claims.claim import Claim, Section, Verdict

CLAIMS: Final = (
    Claim(
        "many-parameters-hard",
        Section.OTHERS,
        "Recurrent networks become severely difficult to train as the number of parameters becomes "
        "extremely large.",
        Verdict.FAILS,
        "a large network needs no more updates than a small one, if its rate of learning is chosen "
        "anew; only each update costs more.",
        check="trained.parameters",
    ),
    Claim(
        "lstm-introduced-by",
        Section.OTHERS,
        "LSTMs were introduced by Hochreiter and Schmidhuber.",
        Verdict.UNCHECKED,
        "nothing can be run to see it. It is so on record (Neural Computation 9, 1997); theirs had "
        "no forget gate, which Gers, Schmidhuber and Cummins added (2000).",
    ),
    Claim(
        "lstm-widely-used",
        Section.OTHERS,
        "LSTMs work tremendously well on a large variety of problems and are widely used.",
        Verdict.UNCHECKED,
        "it is about the world of 2017, not about the network; this toolkit tries a few problems.",
    ),
    Claim(
        "lstm-chain",
        Section.OTHERS,
        "LSTMs, too, have a chain-like structure of a repeating module.",
        Verdict.HOLDS,
        check="sheets.lstm",
    ),
    Claim(
        "lstm-several-layers",
        Section.OTHERS,
        "Instead of one neural layer the module has several, which interact.",
        Verdict.HOLDS,
        check="sheets.lstm",
    ),
    Claim(
        "lstm-gates-in-cells",
        Section.OTHERS,
        "An input gate, a forget gate and an output gate act on the LSTM's memory.",
        Verdict.HOLDS,
        check="sheets.lstm",
    ),
    Claim(
        "lstm-three-gates",
        Section.OTHERS,
        "They have three gates: input, forget and output.",
        Verdict.HOLDS,
        check="trained.gates",
    ),
    Claim(
        "gru-simpler",
        Section.OTHERS,
        "GRUs are a variant of LSTMs with a simpler structure.",
        Verdict.HOLDS,
        check="trained.gates",
    ),
    Claim(
        "gru-easier-to-train",
        Section.OTHERS,
        "GRUs are easier to train.",
        Verdict.CORRECTED,
        "each update costs three quarters of an LSTM's, and where gates begin open for the past a "
        "GRU needs no more of them; with Keras' initial biases it needs several times as many.",
        check="trained.gates",
    ),
    Claim(
        "gates-control",
        Section.OTHERS,
        "Gate signals control how present input and previous memory make the new state.",
        Verdict.HOLDS,
        check="sheets.gru",
    ),
    Claim(
        "gates-own-weights",
        Section.OTHERS,
        "The gates have weights of their own, which are updated in the learning phase.",
        Verdict.HOLDS,
        check="sheets.gru",
    ),
    Claim(
        "gru-gates-in-cells",
        Section.OTHERS,
        "A reset gate and an update gate act on the GRU's memory.",
        Verdict.HOLDS,
        check="sheets.gru",
    ),
    Claim(
        "gru-two-gates",
        Section.OTHERS,
        "They have just two gates: reset and update.",
        Verdict.HOLDS,
        check="trained.gates",
    ),
)
