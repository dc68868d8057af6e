"""A program that runs with Keras and with `xlrnn.nn` in its place: both give the same numbers."""

import numpy as np

from tests.oracle.unchecked import unchecked
from xlrnn import nn

EPOCHS = 4
NEAR = {"rtol": 1e-5, "atol": 1e-7}


def expect_twins(program, keras):
    """Train both from the same weights; compare history, judgement and predictions.

    A program has `model(keras)`, compiled, and `x`, `y`, and `fit` with further arguments.
    """
    theirs = program.model(keras)
    with unchecked():
        ours = program.model(nn)
        ours.set_weights([np.asarray(weight.value) for weight in theirs.weights])
        found, judged, predicted = trained(program, nn, ours)
    history, expected, predictions = trained(program, keras, theirs)
    assert found.keys() == history.keys()
    for name, values in history.items():
        np.testing.assert_allclose(found[name], values, err_msg=name, **NEAR)
    assert judged.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_allclose(judged[name], value, err_msg=name, **NEAR)
    for own, their in zip(several(predicted), several(predictions), strict=True):
        np.testing.assert_allclose(own, their, **NEAR)
    assert len(history["loss"]) == EPOCHS
    assert history["loss"][-1] < history["loss"][0]
    return ours, theirs


def trained(program, of, model):
    """Return what a training reports, and what the model says in the end."""
    told = program.callbacks(of) if hasattr(program, "callbacks") else []
    done = model.fit(
        program.x, program.y, epochs=EPOCHS, shuffle=False, verbose=0, callbacks=told, **program.fit
    )
    size = program.fit["batch_size"]
    judged = model.evaluate(program.x, program.y, size, verbose=0, return_dict=True)
    return dict(done.history), judged, model.predict(program.x, size, verbose=0)


def several(outputs):
    return outputs if isinstance(outputs, list) else [outputs]
