"""What the spreadsheet of the article shows, step by step."""

from typing import Final

from xlrnn.article.claims.claim import Claim, Section, Verdict

CLAIMS: Final = (
    Claim(
        "one-hot-inputs",
        Section.EXCEL,
        "The inputs are one-hot encoded over the vocabulary h, e, l, o.",
        Verdict.HOLDS,
        check="sheets.excel",
    ),
    Claim(
        "w-xh-3-by-4",
        Section.EXCEL,
        "W_xh, which turns the input into the hidden state, is a 3×4 matrix.",
        Verdict.HOLDS,
        check="sheets.excel",
    ),
    Claim(
        "weights-drawn-at-random",
        Section.EXCEL,
        "W_xh was initialized at random.",
        Verdict.UNCHECKED,
        "no seed is given, and twelve numbers do not show how they were drawn.",
    ),
    Claim(
        "step-1-input-part",
        Section.EXCEL,
        "Step 1: for “h”, W_xh·x is 0.287027, 0.902874, 0.537524.",
        Verdict.HOLDS,
        check="sheets.excel",
    ),
    Claim(
        "w-hh-1-by-1",
        Section.EXCEL,
        "Step 2: the recurrent weight W_hh is a 1×1 matrix.",
        Verdict.CORRECTED,
        "the W_hh of three units is 3×3; one number for all is the special case 0.427043 · I, in "
        "which units do not hear each other.",
        check="sheets.excel",
    ),
    Claim(
        "bias-1-by-1",
        Section.EXCEL,
        "Step 2: the bias, too, is a 1×1 matrix.",
        Verdict.CORRECTED,
        "a layer of three units has a bias for each; here all three share one number.",
        check="sheets.excel",
    ),
    Claim(
        "state-before-h-is-zero",
        Section.EXCEL,
        "Step 2: the state before “h” is [0, 0, 0].",
        Verdict.HOLDS,
        check="sheets.excel",
    ),
    Claim(
        "step-2-recurrent-part",
        Section.EXCEL,
        "Step 2: for “h”, w_hh·h + bias is 0.567001 for each unit.",
        Verdict.HOLDS,
        check="sheets.excel",
    ),
    Claim(
        "step-3-printed-state",
        Section.EXCEL,
        "Step 3: tanh of the sum gives the state 0.693168, 0.899554, 0.802118.",
        Verdict.CORRECTED,
        "the last number is 0.8021185 when calculated: it was cut and not rounded, so the state "
        "holds to one millionth.",
        check="sheets.excel",
    ),
    Claim(
        "step-3-without-a-past",
        Section.EXCEL,
        "Step 3: tanh is applied because “h” has no hidden state before it.",
        Verdict.CORRECTED,
        "tanh is applied at every step; with no state before, only the bias is added first.",
        check="sheets.excel",
    ),
    Claim(
        "step-4-recurrent-part",
        Section.EXCEL,
        "Step 4: for “e”, the state of “h” goes through w_hh and the bias.",
        Verdict.HOLDS,
        check="sheets.excel",
    ),
    Claim(
        "step-4-input-part",
        Section.EXCEL,
        "Step 4: W_xh·x of “e” is the second column of W_xh.",
        Verdict.HOLDS,
        check="sheets.excel",
    ),
    Claim(
        "step-5-state",
        Section.EXCEL,
        "Step 5: tanh of both gives the state of “e”, which the next letter finds.",
        Verdict.HOLDS,
        check="sheets.excel",
    ),
    Claim(
        "step-6-output",
        Section.EXCEL,
        "Step 6: the network produces an output at each state, that of “e” among them.",
        Verdict.HOLDS,
        check="sheets.excel",
    ),
    Claim(
        "step-7-softmax",
        Section.EXCEL,
        "Step 7: softmax of the output gives the probability of each letter.",
        Verdict.HOLDS,
        check="sheets.excel",
    ),
    Claim(
        "h-after-e",
        Section.EXCEL,
        "After “e” the model expects “h”, which has the largest probability.",
        Verdict.HOLDS,
        check="sheets.excel",
    ),
    Claim(
        "hardly-trained",
        Section.EXCEL,
        "That is no mistake: the network was hardly trained, it was shown two letters.",
        Verdict.CORRECTED,
        "it was not trained at all: no weight was changed. Training turns that answer into “l”.",
        check="sheets.learning",
    ),
)
