"""What a claim is: a statement of the article, and the verdict that is recorded of it."""

from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """The article's sections, in its order and under its headings."""

    INTRODUCTION = "Introduction"
    NEED = "Need for a Neural Network dealing with Sequences"
    WHAT = "What are Recurrent Neural Networks?"
    NEURON = "Understanding a Recurrent Neuron in Detail"
    EXCEL = "Forward Propagation in a Recurrent Neuron in Excel"
    BPTT = "Back propagation in a Recurrent Neural Network (BPTT)"
    KERAS = "Implementation of Recurrent Neural Networks in Keras"
    VANISHING = "Vanishing and Exploding Gradient Problem"
    OTHERS = "Other RNN architectures"


class Verdict(StrEnum):
    """What became of a claim."""

    HOLDS = "holds"
    CORRECTED = "holds with a correction"
    FAILS = "does not hold"
    UNCHECKED = "cannot be checked here"


@dataclass(frozen=True)
class Claim:
    """A statement of the article that can be checked, or of which is said why it cannot.

    Args:
        name: unique, in small letters with hyphens.
        section: where it stands.
        says: the statement, paraphrased: one sentence.
        verdict: what is recorded of it.
        because: the correction, what is the case instead, or why it cannot be checked; empty
            only where it holds.
        check: what is run, as a module below `xlrnn.reproduce` whose function has the name of
            the module: `sheets.steps` is `xlrnn.reproduce.sheets.steps.steps`. Empty where
            nothing can be run. Where it cannot be checked here, a check may still find evidence
            under other circumstances, with the article's data for instance.
    """

    name: str
    section: Section
    says: str
    verdict: Verdict
    because: str = ""
    check: str = ""
