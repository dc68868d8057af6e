"""Recurrent layers, where older programs look for them."""

from xlrnn.nn.layers.gru import GRU
from xlrnn.nn.layers.lstm import LSTM
from xlrnn.nn.layers.rnn import RNN
from xlrnn.nn.layers.simple_rnn import SimpleRNN

__all__ = ["GRU", "LSTM", "RNN", "SimpleRNN"]
