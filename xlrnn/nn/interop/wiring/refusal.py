"""What cannot be taken from another program's model, said where it is found."""

from xlrnn.errors import UsageError


class NotTakenError(UsageError):
    """Something that `nn` has not; whoever reads the model says in front of which node it is."""


class BatchAxisError(NotTakenError):
    """A step that only makes sense if another axis is the batch."""


class OpenSideError(NotTakenError):
    """A step that has to know how long an open side is."""
