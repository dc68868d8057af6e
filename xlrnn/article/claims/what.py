"""What is claimed of the way from a multi-layer perceptron to a recurrent network."""

from typing import Final

from xlrnn.article.claims.claim import Claim, Section, Verdict

CLAIMS: Final = (
    Claim(
        "mlp-layers-in-a-row",
        Section.WHAT,
        "In a deep MLP each hidden layer hands its activations to the next, up to the output.",
        Verdict.HOLDS,
        check="sheets.layers",
    ),
    Claim(
        "mlp-weights-of-their-own",
        Section.WHAT,
        "Each hidden layer of an MLP has weights and biases of its own, so layers behave "
        "independently.",
        Verdict.CORRECTED,
        "they are independent in their weights; what a layer calculates depends on the layer "
        "before it.",
        check="sheets.layers",
    ),
    Claim(
        "inputs-into-hidden-layers",
        Section.WHAT,
        "To relate successive inputs, each hidden layer can be given an input of its own.",
        Verdict.HOLDS,
        check="sheets.layers",
    ),
    Claim(
        "own-weights-cannot-combine",
        Section.WHAT,
        "Layers with different weights cannot be combined into one.",
        Verdict.HOLDS,
        check="sheets.layers",
    ),
    Claim(
        "same-weights-one-layer",
        Section.WHAT,
        "With the same weights and bias in all of them, the hidden layers roll into a single "
        "recurrent layer.",
        Verdict.HOLDS,
        check="sheets.layers",
    ),
    Claim(
        "same-weights-at-all-steps",
        Section.WHAT,
        "The recurrent neuron has the same weights at all time steps.",
        Verdict.HOLDS,
        check="sheets.layers",
    ),
    Claim(
        "keeps-previous-input",
        Section.WHAT,
        "A recurrent neuron keeps a state of the previous input and combines it with the current "
        "one.",
        Verdict.HOLDS,
        check="sheets.memory",
    ),
)
