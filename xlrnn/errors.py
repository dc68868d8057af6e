"""Errors that a user can act on: what is wrong, where, what was expected and what to do.

The library raises them; only the command line prints them, and it prints nothing else:
a traceback means a bug in xlrnn.
"""


class XlrnnError(Exception):
    """Base of every error that xlrnn raises on purpose."""


class UsageError(XlrnnError, ValueError):
    """The call itself is off: an unknown lesson, an option out of range, a file in the way."""


class AddressError(XlrnnError, ValueError):
    """A cell address, range or defined name that no spreadsheet accepts."""


class ShapeError(XlrnnError, ValueError):
    """An array or a range whose shape does not fit its place in the calculation."""


class FormulaError(XlrnnError, ValueError):
    """A formula that we refuse to write, for instance one with a function that is not portable."""


class UnreadableError(XlrnnError):
    """A file that cannot be read or understood, so that nothing can be said about it."""


class InputError(XlrnnError, ValueError):
    """An input or weight, in a workbook or given to a model, that NumPy cannot calculate with."""


class TrainingError(XlrnnError):
    """Training that cannot go on: the loss is no longer a number."""


class EngineError(XlrnnError):
    """An engine refused the file, died, or ran out of time."""


class EngineMissingError(EngineError):
    """An engine that is not on this machine."""


class ClusterError(XlrnnError):
    """A cluster that is lost, has another version, or would not be private."""


class DifferentError(XlrnnError):
    """What was checked is not the same: a model and its source, or a model and its sheet."""
