"""Which built-in errors ours are, too: Keras raises a ValueError where a value is off."""

import numpy as np
import pytest

from xlrnn import errors, nn
from xlrnn.errors import InputError, ShapeError, UsageError, XlrnnError


def test_what_is_off_about_a_value_is_a_value_error_and_a_file_or_an_engine_is_none():
    ours = [error for error in vars(errors).values() if isinstance(error, type)]
    values = {error.__name__ for error in ours if issubclass(error, ValueError)}
    assert values == {"AddressError", "FormulaError", "InputError", "ShapeError", "UsageError"}
    assert all(issubclass(error, XlrnnError) for error in ours)


@pytest.mark.parametrize(
    "call, kind",
    [
        (lambda: nn.Dense(0), UsageError),
        (lambda: nn.to_categorical([0.5]), InputError),
        (lambda: nn.Dense(2)(np.ones(3)), ShapeError),
        (lambda: nn.losses.get("cross"), UsageError),
    ],
)
def test_a_program_that_expects_keras_errors_catches_ours(call, kind):
    with pytest.raises(ValueError) as error:  # the class is what is tested
        call()
    assert type(error.value) is kind
