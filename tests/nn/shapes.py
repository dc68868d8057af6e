"""Look behind the shape contracts, which tests execute, at the errors that users get."""

from contextlib import contextmanager

from jaxtyping import config


@contextmanager
def as_users_run_it():
    """Switch the checks of shapes off, as they are outside the tests."""
    config.update("jaxtyping_disable", True)
    try:
        yield
    finally:
        config.update("jaxtyping_disable", False)
