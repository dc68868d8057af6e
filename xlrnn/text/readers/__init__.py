"""Labelled texts from files, whatever their form."""

from xlrnn.text.readers.read import read_labelled

__all__ = ["read_labelled"]
