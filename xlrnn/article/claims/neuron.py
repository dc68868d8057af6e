"""What is claimed of a recurrent neuron in detail."""

from typing import Final

from xlrnn.article.claims.claim import Claim, Section, Verdict

CLAIMS: Final = (
    Claim(
        "vocabulary-of-four",
        Section.NEURON,
        "The word “hello” needs a vocabulary of four letters: h, e, l, o.",
        Verdict.HOLDS,
        check="sheets.neuron",
    ),
    Claim(
        "hell-in-o-out",
        Section.NEURON,
        "The network is given h, e, l, l and asked for the last letter, o.",
        Verdict.HOLDS,
        check="sheets.learning",
    ),
    Claim(
        "nothing-before-h",
        Section.NEURON,
        "The letter “h” has nothing before it.",
        Verdict.HOLDS,
        check="sheets.neuron",
    ),
    Claim(
        "recurrence-formula",
        Section.NEURON,
        "For “e” the recurrence formula is applied to the letter and to the previous state, which "
        "is the letter “h”.",
        Verdict.CORRECTED,
        "the previous state is not the letter but what the network made of it, as the article says "
        "itself two sentences later.",
        check="sheets.neuron",
    ),
    Claim(
        "same-function-at-each-step",
        Section.NEURON,
        "The same function and the same weights are applied at each time step.",
        Verdict.HOLDS,
        check="sheets.neuron",
    ),
    Claim(
        "state-equation",
        Section.NEURON,
        "The state is the tanh of the previous state times W_hh plus the input times W_xh.",
        Verdict.CORRECTED,
        "the article's own sheet also adds a bias, which its equation does not name.",
        check="sheets.neuron",
    ),
    Claim(
        "immediate-state-alone",
        Section.NEURON,
        "This neuron takes only the state immediately before into consideration.",
        Verdict.HOLDS,
        check="sheets.neuron",
    ),
    Claim(
        "several-earlier-states",
        Section.NEURON,
        "For longer sequences the equation can hold several earlier states.",
        Verdict.HOLDS,
        check="trained.states",
    ),
    Claim(
        "output-equation",
        Section.NEURON,
        "The output is the current state times the output weights.",
        Verdict.HOLDS,
        check="sheets.neuron",
    ),
    Claim(
        "state-moves-on",
        Section.NEURON,
        "The current state becomes the previous state of the next time step.",
        Verdict.HOLDS,
        check="sheets.neuron",
    ),
    Claim(
        "as-many-steps-as-needed",
        Section.NEURON,
        "There can be as many time steps as the problem demands; the state combines them all.",
        Verdict.HOLDS,
        check="sheets.memory",
    ),
    Claim(
        "last-state-makes-output",
        Section.NEURON,
        "Once all steps are completed, the final state gives the output.",
        Verdict.CORRECTED,
        "the last state gives the last output; the article's sheet has an output at every step.",
        check="sheets.neuron",
    ),
    Claim(
        "output-against-target",
        Section.NEURON,
        "The output is compared with the actual output, and the error arises.",
        Verdict.HOLDS,
        check="sheets.backward",
    ),
    Claim(
        "error-updates-weights",
        Section.NEURON,
        "The error is propagated back, the weights are updated, and the network is trained.",
        Verdict.HOLDS,
        check="sheets.learning",
    ),
)
