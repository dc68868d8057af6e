"""Compiled twins of the element-wise work, for `pip install 'xlrnn[fast]'` (numba).

Each does in one loop, number by number, what the function of the same task in `nn.layers` or
`nn.core` does in several passes over arrays. What is right stands there; the tests run both.
"""

from xlrnn.nn.fast import blas
from xlrnn.nn.fast.activations import relu_gradient, sigmoid_gradient, tanh_gradient
from xlrnn.nn.fast.adam import adam_step
from xlrnn.nn.fast.biased import biased_relu, biased_sigmoid, biased_tanh
from xlrnn.nn.fast.conv2d import look, undo_look
from xlrnn.nn.fast.gru import gru_go_back, gru_run, gru_step, gru_undo
from xlrnn.nn.fast.lstm import lstm_go_back, lstm_run, lstm_step, lstm_undo
from xlrnn.nn.fast.max_pooling import (
    max_of_tiles,
    max_of_tiles_undo,
    max_pool,
    max_pool_undo,
)
from xlrnn.nn.fast.segments import segment_sum
from xlrnn.nn.fast.simple_rnn import relu_step, rnn_go_back, rnn_run, tanh_step

TWINS = {
    "tanh_gradient": tanh_gradient,
    "sigmoid_gradient": sigmoid_gradient,
    "relu_gradient": relu_gradient,
    "biased_tanh": biased_tanh,
    "biased_sigmoid": biased_sigmoid,
    "biased_relu": biased_relu,
    "rnn_step_tanh": tanh_step,
    "rnn_step_relu": relu_step,
    "lstm_step_tanh_sigmoid": lstm_step,
    "lstm_undo_tanh_sigmoid": lstm_undo,
    "gru_step_tanh_sigmoid": gru_step,
    "gru_undo_tanh_sigmoid": gru_undo,
    "max_pool": max_pool,
    "max_pool_undo": max_pool_undo,
    "max_of_tiles": max_of_tiles,
    "max_of_tiles_undo": max_of_tiles_undo,
    "segment_sum": segment_sum,
    "adam_step": adam_step,
}
"""By the names under which `compute.kernels.of` asks for them."""

WITH_PRODUCTS = {
    "conv2d_look": look,
    "conv2d_undo_look": undo_look,
    "rnn_run_tanh": rnn_run,
    "rnn_go_back_tanh": rnn_go_back,
    "rnn_run_relu": rnn_run,
    "rnn_go_back_relu": rnn_go_back,
    "lstm_run_tanh_sigmoid": lstm_run,
    "lstm_go_back_tanh_sigmoid": lstm_go_back,
    "gru_run_tanh_sigmoid": gru_run,
    "gru_go_back_tanh_sigmoid": gru_go_back,
}
"""Loops over steps or pictures, products included; they need a BLAS that can be called."""
if blas.FOUND:
    TWINS |= WITH_PRODUCTS
