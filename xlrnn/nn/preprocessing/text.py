"""Where older Keras code finds the tokenizer."""

from xlrnn.text.tokenizer import Tokenizer

__all__ = ["Tokenizer"]
