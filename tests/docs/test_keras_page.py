"""The table of layers on docs/keras.md is what the layers take: nothing missing, nothing more."""

import inspect
import re
from pathlib import Path

import pytest

from xlrnn.nn import layers

PAGE = (Path(__file__).parents[2] / "docs" / "keras.md").read_text(encoding="utf-8")
CALLED_WITH = {"initial_state", "use_causal_mask", "return_attention_scores"}
ROWS = re.findall(r"^\| ((?:`\w+`(?:, )?)+|all three) \| (.+) \|$", PAGE, re.MULTILINE)
SHOWN = {
    name: set(re.findall(r"`(\w+)`", options)) - CALLED_WITH
    for kinds, options in ROWS
    for name in re.findall(r"\w+(?= three|`)", kinds)
}
KINDS = {
    name: kind
    for name in layers.__all__
    if isinstance(kind := getattr(layers, name), type) and kind is not layers.Layer
}
ONLY_OLD = {"InputLayer": {"input_shape", "batch_input_shape"}}


def own_options(kind):
    """Return what the layer's own class takes, or the one above it, if it takes nothing itself."""
    kind = next(base for base in kind.__mro__ if "__init__" in vars(base))
    if kind is layers.Layer:
        return set()
    parameters = inspect.signature(kind.__init__).parameters.values()
    return {each.name for each in parameters if each.kind != each.VAR_KEYWORD} - {"self"}


@pytest.mark.parametrize("name", KINDS)
def test_the_page_lists_the_options_that_there_are(name):
    recurrent = SHOWN["all"]
    if name == "RNN":
        assert recurrent == own_options(layers.RNN)
        return
    taken = own_options(KINDS[name]) - ONLY_OLD.get(name, set())
    if issubclass(KINDS[name], layers.RNN):
        taken -= recurrent
    assert SHOWN[name] == taken


def test_the_page_shows_no_layer_that_there_is_not():
    assert SHOWN.keys() - {"all", "Input"} == KINDS.keys() - {"RNN"}


def test_activations_initializers_and_modules_of_the_page_are_there():
    from xlrnn.nn import activations, optimizers

    listed = PAGE.partition("activations ")[2].partition(";")[0]
    for name in re.findall(r"\w+", listed):
        assert activations.get(name).name == name
    for module in re.findall(r"`layers\.(\w+)`", PAGE):
        assert hasattr(layers, module)
    known = PAGE.partition("optimizers ")[2].partition(" with")[0]
    assert {type(optimizers.get(name)).__name__ for name in re.findall(r"\w+", known)} == {
        "SGD", "RMSprop", "Adagrad", "Adam", "AdamW",
    }  # fmt: skip
