"""Where older Keras code finds the tokenizer and the padding."""

from xlrnn.nn.preprocessing import sequence, text

__all__ = ["sequence", "text"]
