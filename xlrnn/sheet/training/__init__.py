"""The article's network in training: each epoch a row of forward pass, way back, and update.

The rows repeat the equations of `layers.one_hot`, `layers.simple_rnn`, `layers.dense`, `losses`
and `optimizers`, laid out so that one row holds them all and can be filled down.
"""

from xlrnn.sheet.training.network import EpochNetwork, Start, Weight
from xlrnn.sheet.training.row import TrainingRow

__all__ = ["EpochNetwork", "Start", "TrainingRow", "Weight"]
