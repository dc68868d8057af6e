"""Where older Keras code finds the tokenizer, and what stands beside it."""

from xlrnn.text.hashing import hashing_trick, one_hot
from xlrnn.text.splitting import text_to_word_sequence
from xlrnn.text.tokenizer import Tokenizer, tokenizer_from_json

__all__ = [
    "Tokenizer",
    "hashing_trick",
    "one_hot",
    "text_to_word_sequence",
    "tokenizer_from_json",
]
