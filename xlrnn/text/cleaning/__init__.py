"""What is done to a text before it is cut into words: nothing, a little, or what spaCy does."""

from xlrnn.text.cleaning.cleaner import CLEANERS, cleaner

__all__ = ["CLEANERS", "cleaner"]
