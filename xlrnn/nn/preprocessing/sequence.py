"""Where older Keras code finds the padding."""

from xlrnn.text.padding import pad_sequences

__all__ = ["pad_sequences"]
