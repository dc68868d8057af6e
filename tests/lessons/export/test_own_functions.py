"""How a model was trained does not matter to its workbook: losses of one's own, penalties."""

import numpy as np
import pytest

from xlrnn import api, nn


def far(y_true, y_pred):
    return np.mean(np.abs(y_true - y_pred) ** 3, axis=-1)


@pytest.mark.parametrize("ending", ["npz", "keras"])
def test_a_model_with_a_loss_of_ones_own_and_penalties(ending, tmp_path):
    gru = nn.GRU(2, kernel_regularizer="l2", recurrent_regularizer=nn.regularizers.L1(0.1))
    model = nn.Sequential([nn.Input((3, 2)), gru, nn.Dense(1, bias_regularizer="l1")])
    model.compile("sgd", far, metrics=[far])
    model.fit(np.ones((2, 3, 2)), np.ones((2, 1)), verbose=0)
    model.save(tmp_path / f"model.{ending}")
    book = api.export(tmp_path / f"model.{ending}", tmp_path / "book.xlsx", "1 2; 3 4; 5 6")
    assert api.verify([book]).outcome == "agree"
