"""What is claimed of back-propagation through time."""

from typing import Final

from xlrnn.article.claims.claim import Claim, Section, Verdict

CLAIMS: Final = (
    Claim(
        "outputs-at-some-steps",
        Section.BPTT,
        "A recurrent network may have an output at each time step, or not.",
        Verdict.HOLDS,
        check="sheets.applications",
    ),
    Claim(
        "back-in-time",
        Section.BPTT,
        "The backward pass goes back in time, from the last step to the first.",
        Verdict.HOLDS,
        check="sheets.backward",
    ),
    Claim(
        "cross-entropy",
        Section.BPTT,
        "The error of a step is the cross-entropy, −ȳ log y.",
        Verdict.HOLDS,
        check="sheets.backward",
    ),
    Claim(
        "loss-is-a-sum",
        Section.BPTT,
        "The total error is the sum of the errors of all steps.",
        Verdict.CORRECTED,
        "it is in the article's formula; Keras and PyTorch take the mean over the steps unless "
        "told otherwise, which makes another step size of it.",
        check="sheets.backward",
    ),
    Claim(
        "word-is-one-example",
        Section.BPTT,
        "The whole word is one training example.",
        Verdict.HOLDS,
        check="sheets.learning",
    ),
    Claim(
        "bptt-1-error",
        Section.BPTT,
        "Point 1: the error is computed from the current output and the actual output.",
        Verdict.HOLDS,
        check="sheets.backward",
    ),
    Claim(
        "bptt-2-unrolled",
        Section.BPTT,
        "Point 2: the network is unrolled for all time steps.",
        Verdict.HOLDS,
        check="sheets.backward",
    ),
    Claim(
        "bptt-3-each-step",
        Section.BPTT,
        "Point 3: the gradient with respect to the weights is calculated for each time step.",
        Verdict.HOLDS,
        check="sheets.backward",
    ),
    Claim(
        "bptt-4-combined",
        Section.BPTT,
        "Point 4: the weights are the same at all steps, so their gradients can be combined.",
        Verdict.HOLDS,
        check="sheets.backward",
    ),
    Claim(
        "bptt-5-updated",
        Section.BPTT,
        "Point 5: the weights of the recurrent neuron and of the dense layer are updated.",
        Verdict.HOLDS,
        check="sheets.learning",
    ),
    Claim(
        "gradient-is-right",
        Section.BPTT,
        "What comes out is the gradient of the error.",
        Verdict.HOLDS,
        check="sheets.backward",
    ),
    Claim(
        "like-a-regular-network",
        Section.BPTT,
        "The unrolled network is much like a regular one, and so is its back-propagation; only the "
        "gradients of all steps are combined.",
        Verdict.HOLDS,
        check="sheets.backward",
    ),
    Claim(
        "hundreds-of-steps",
        Section.BPTT,
        "With hundreds of time steps the network takes really long to converge.",
        Verdict.CORRECTED,
        "it does where something is to be remembered over those steps; many steps alone only make "
        "each update take longer.",
        check="trained.steps",
    ),
    Claim(
        "unrolled-is-huge",
        Section.BPTT,
        "After unrolling, the network becomes really huge.",
        Verdict.CORRECTED,
        "it keeps a state more for each step, but has no weight more; its size is not what makes "
        "learning long.",
        check="trained.steps",
    ),
)
