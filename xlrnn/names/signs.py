"""The signs that equations are written with, as a beginner reads them."""

from typing import Final

SIGNS: Final = (
    ("_t", "at time step t: the column with that number"),
    ("_(t−1)", "one step before: the column to the left"),
    ("_(t+1)", "one step later: the column to the right"),
    ("_T", "at the last step"),
    ("·", "times; of matrices: rows times columns, added up"),
    ("ᵀ", "turned over: rows become columns (transposed)"),
    ("Σ", "the sum of all of them"),
    ("√", "square root"),
    ("‖", "‖v‖: how long v is (its norm)"),
    ("∂", "∂L/∂w: how L changes if w grows a little (gradient)"),
    ("tanh(", "squashes a number to between −1 and 1"),
    ("σ(", "sigmoid: squashes a number to between 0 and 1"),
    ("softmax(", "makes positive numbers that sum to 1"),
    ("e^", "2.71828… to this power: EXP"),
    ("ln ", "the natural logarithm: LN"),
    ("max", "the largest of them"),
)
"""Each sign, and what it means."""
