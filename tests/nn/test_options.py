"""Options that mean nothing are refused where a layer or an initializer is made, with a reason."""

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn import initializers
from xlrnn.nn.layers import deserialize, serialize

ONE_WAY = True

RECURRENT = [(kind, (3,)) for kind in (nn.SimpleRNN, nn.LSTM, nn.GRU)]
BOTH_WAYS = (nn.Bidirectional, (nn.LSTM(2),))
WITH_KERNEL = [(nn.Dense, (3,)), (nn.Conv1D, (3, 2)), (nn.Conv2D, (3, 2)), *RECURRENT]
EVERY = [*WITH_KERNEL, (nn.Embedding, (9, 3)), (nn.Activation, ("tanh",)), (nn.Dropout, (0.5,)),
         (nn.Flatten, ()), (nn.GlobalMaxPooling1D, ()), (nn.GlobalAveragePooling1D, ()),
         (nn.Masking, ()), (nn.RepeatVector, (2,)), (nn.TimeDistributed, (nn.Dense(2),)),
         (nn.LayerNormalization, ()), (nn.Add, ()), (nn.Subtract, ()), (nn.Multiply, ()),
         (nn.Average, ()), (nn.Maximum, ()), (nn.Minimum, ()), (nn.Concatenate, (1,)),
         (nn.Dot, (1,)), (nn.Attention, ()), (nn.AdditiveAttention, ()),
         (nn.MultiHeadAttention, (2, 3)), (nn.BatchNormalization, ()), (nn.ReLU, ()),
         (nn.LeakyReLU, ()), (nn.Softmax, ()),
         (nn.MaxPooling1D, ()), (nn.AveragePooling1D, (2,)), (nn.SpatialDropout1D, (0.5,)),
         (nn.MaxPooling2D, ()), (nn.AveragePooling2D, (2,)), (nn.GlobalAveragePooling2D, ()),
         (nn.Reshape, ((2, -1),)), (nn.Permute, ((2, 1),)), BOTH_WAYS]  # fmt: skip
TRUTHS = [
    *((kind, args, "use_bias") for kind, args in WITH_KERNEL),
    *((kind, args, name) for kind, args in RECURRENT for name in (
        "return_sequences", "return_state", "go_backwards", "stateful", "zero_output_for_mask")),
    *((kind, args, "trainable") for kind, args in EVERY),
    (nn.SimpleRNN, (3,), "tied"), (nn.LSTM, (3,), "unit_forget_bias"),
    (nn.GRU, (3,), "reset_after"), (nn.Embedding, (9, 3), "mask_zero"),
    (nn.LayerNormalization, (), "center"), (nn.LayerNormalization, (), "scale"),
    (nn.Dot, (1,), "normalize"), (nn.Attention, (), "use_scale"),
    (nn.AdditiveAttention, (), "use_scale"), (nn.MultiHeadAttention, (2, 3), "use_bias"),
    (nn.BatchNormalization, (), "center"), (nn.BatchNormalization, (), "scale"),
    (nn.GlobalAveragePooling2D, (), "keepdims"), (nn.GlobalMaxPooling1D, (), "keepdims"),
    (nn.GlobalAveragePooling1D, (), "keepdims"),
]  # fmt: skip


def _named(name):
    """Return a function of a name."""
    function = lambda a: a  # noqa: E731
    function.__name__ = name
    return function


@pytest.mark.parametrize("kind, args, name", TRUTHS)
@pytest.mark.parametrize("value", ["False", 2, None, 0.5], ids=repr)
def test_what_is_true_or_false_is_nothing_else(kind, args, name, value):
    with unchecked(), pytest.raises(UsageError, match=rf"{name} is .*: expected True or False"):
        kind(*args, **{name: value})
    with unchecked():
        assert getattr(kind(*args, **{name: np.True_}), name) is True
        assert getattr(kind(*args, **{name: 0}), name) is False


SIZES = [(nn.Dense, {"units": 1}), *((kind, {"units": 1}) for kind, _ in RECURRENT),
         (nn.Conv1D, {"filters": 1, "kernel_size": 1, "strides": 1, "dilation_rate": 1}),
         (nn.Embedding, {"input_dim": 1, "output_dim": 1, "input_length": 1}),
         (nn.MultiHeadAttention, {"num_heads": 1, "key_dim": 1, "value_dim": 1}),
         (nn.MaxPooling1D, {"pool_size": 1, "strides": 1}),
         (nn.AveragePooling1D, {"pool_size": 1, "strides": 1}),
         (nn.RepeatVector, {"n": 1})]  # fmt: skip


@pytest.mark.parametrize("kind, good, name", [(k, g, n) for k, g in SIZES for n in g])
@pytest.mark.parametrize("value", [0, -1, 1.5, "3", True, (1, 2)], ids=repr)
def test_a_size_is_a_whole_number_from_1(kind, good, name, value):
    assert kind(**good) is not None
    with (
        unchecked(),
        pytest.raises(UsageError, match=rf"{name} is .*: expected a whole number fro"),
    ):
        kind(**{**good, name: value})


@pytest.mark.parametrize(
    "kind, args, options, message",
    [
        *((kind, args, {"activation": "foo"}, "activation 'foo' is unknown")
          for kind, args in WITH_KERNEL),
        *((kind, args, {"kernel_initializer": bad}, "initializer .* is unknown: expected one of")
          for kind, args in WITH_KERNEL for bad in ("foo", 5, None, {"class_name": "foo"}, {})),
        *((kind, args, {"bias_initializer": "foo"}, "initializer 'foo' is unknown")
          for kind, args in WITH_KERNEL),
        *((kind, args, {"recurrent_initializer": "foo"}, "initializer 'foo' is unknown")
          for kind, args in RECURRENT),
        *((kind, args, {"dropout": bad}, "dropout is .*: expected a number from 0 up to but not 1")
          for kind, args in RECURRENT for bad in (-0.1, 1.0, 2, "0.2", None, np.nan)),
        *((kind, args, {"seed": bad}, "seed is .*: expected a whole number from 0, or None")
          for kind, args in [*RECURRENT, (nn.Dropout, (0.5,))] for bad in (1.5, "a", -1, True)),
        *((kind, args, {"name": bad}, "name is .*: expected a text")
          for kind, args in EVERY for bad in (5, "")),
        *((kind, args, {"dtype": bad}, "dtype is .*: expected float32 or float64")
          for kind, args in EVERY for bad in ("foo", "int32", 5)),
        *((nn.Dense, (3,), {"input_shape": bad}, "input_shape is .*: expected a")
          for bad in (5, "ab", (2.5,), (-1,), ("x",))),
        (nn.LSTM, (3,), {"batch_input_shape": 7}, "batch_input_shape is 7: expected a tuple"),
        (nn.LSTM, (3,), {"input_dim": 0}, "input_dim is 0: expected a whole number from 1"),
        (nn.LSTM, (3,), {"input_dim": 2, "input_length": 0}, "input_length is 0: expected a"),
        (nn.LSTM, (3,), {"recurrent_activation": "foo"}, "activation 'foo' is unknown"),
        (nn.GRU, (3,), {"recurrent_activation": "foo"}, "activation 'foo' is unknown"),
        *((nn.Dropout, (bad,), {}, "rate is .*: expected a number from 0 to 1")
          for bad in (-0.1, 2, "x", None)),
        *((nn.Dropout, (0.5,), {"noise_shape": bad}, "noise_shape is .*: expected")
          for bad in ("Invalid", 3, (0, 2), (-1, 2), (1.5, 2))),
        (nn.Conv1D, (3, 2), {"groups": 0}, "groups is 0, and we have no such option"),
        (nn.Conv1D, (3, 2), {"groups": 2}, "groups is 2, and we have no such option"),
        (nn.Conv1D, (3, 2), {"padding": "foo"}, "padding is 'foo': expected one of valid, same"),
        *((kind, (3, 2), {"strides": 2, "dilation_rate": 2}, "expected 1 for one of them")
          for kind in (nn.Conv1D, nn.Conv2D)),
        *((nn.Conv2D, (3, 2), {name: bad}, f"{name} is .*: expected a whole number from 1")
          for name in ("strides", "dilation_rate")
          for bad in (0, 1.5, "3", (2,), (1, 2, 3), (0, 1))),
        *((nn.Conv2D, (3, bad), {}, "kernel_size is .*: expected a whole number from 1")
          for bad in (0, 1.5, "3", (2,), (1, 2, 3), (0, 1), True)),
        (nn.Conv2D, (3, 2, 1, "causal"), {}, "padding is 'causal': expected one of valid, same"),
        (nn.Conv2D, (3, 2), {"groups": 2}, "groups is 2, and we have no such option"),
        (nn.MaxPooling2D, ((2,),), {}, "pool_size is .*: expected a whole number from 1, or 2 of"),
        *((kind, args, {"data_format": "foo"}, "data_format is 'foo': expected one of channels_l")
          for kind, args in ((nn.Conv1D, (3, 2)), (nn.Flatten, ()), (nn.GlobalMaxPooling1D, ()),
                             (nn.GlobalAveragePooling1D, ()))),
        *((nn.LayerNormalization, (), {"epsilon": bad}, "epsilon is .*: expected a number above 0")
          for bad in (0, -1.0, "x", None)),
        *((nn.BatchNormalization, (), {"epsilon": bad}, "epsilon is .*: expected a number above 0")
          for bad in (0, -1.0, "x", None)),
        *((nn.BatchNormalization, (), {"momentum": bad}, "momentum is .*: expected a number from 0")
          for bad in (-0.1, 1.5, "x", None)),
        *((nn.BatchNormalization, (bad,), {}, "axis is .*: expected") for bad in (None, "x", [1])),
        (nn.BatchNormalization, (), {"moving_mean_initializer": "foo"}, "initializer 'foo' is unk"),
        (nn.BatchNormalization, (), {"renorm": True}, "renorm is True, and we have no such option"),
        *((nn.LayerNormalization, (bad,), {}, "axis is .*: expected")
          for bad in (None, "x", (1, 2))),
        (nn.LayerNormalization, (), {"gamma_initializer": "foo"}, "initializer 'foo' is unknown"),
        (nn.LayerNormalization, (), {"beta_constraint": "l2"}, "beta_constraint is 'l2', and we"),
        *((nn.Masking, (bad,), {}, "mask_value is .*: expected a number") for bad in ("x", None)),
        *((nn.ReLU, (), {name: bad}, f"{name} is .*: expected a number from 0")
          for name in ("max_value", "negative_slope", "threshold") for bad in (-1, "x", np.nan)),
        *((kind, (), {"pool_size": 2, name: (1, 2)}, f"{name} is .*: expected a whole number from")
          for kind in (nn.MaxPooling1D, nn.AveragePooling1D) for name in ("pool_size", "strides")),
        *((kind, (2, 1, "causal"), {}, "padding is 'causal': expected one of valid, same")
          for kind in (nn.MaxPooling1D, nn.AveragePooling1D)),
        *((nn.SpatialDropout1D, (bad,), {}, "rate is .*: expected a number from 0 to 1")
          for bad in (-0.1, 2, "x", None)),
        (nn.SpatialDropout1D, (0.5,), {"noise_shape": (1,)}, "has no option noise_shape"),
        *((nn.Reshape, (bad,), {}, "target_shape is .*: expected")
          for bad in (3, "ab", (0, 2), (-1, -1), (1.5,), (None, 2))),
        *((nn.Permute, (bad,), {}, "dims is .*: expected")
          for bad in (2, "ab", (), (0, 1), (1, 1), (2, 3))),
        *((nn.LeakyReLU, (), {name: bad}, "negative_slope is .*: expected a number from 0")
          for name in ("negative_slope", "alpha") for bad in (-0.1, "x")),
        (nn.LeakyReLU, (None,), {}, "negative_slope is None: expected a number from 0"),
        *((nn.Softmax, (bad,), {}, "axis is .*: expected") for bad in (None, "x", (1, 2))),
        *((kind, args, {"activation": bad}, "'foo' is unknown|a function of your own that")
          for kind, args in RECURRENT for bad in ("foo", _named("tanh"))),
        (nn.LSTM, (3,), {"recurrent_activation": nn.Softmax()}, "activation is a layer, Softmax"),
        (nn.Embedding, (9, 3), {"embeddings_initializer": "foo"}, "initializer 'foo' is unknown"),
        *((nn.Bidirectional, (nn.LSTM(2),), {"merge_mode": bad}, "merge_mode is .*: expected one")
          for bad in ("foo", 0, ["sum"])),
        (nn.Bidirectional, (nn.LSTM(2),), {"backward_layer": 0}, "expected a layer, got 0"),
        (nn.Bidirectional, (nn.Dense(2),), {}, "expected a recurrent layer, got dense"),
        (nn.TimeDistributed, ("dense",), {}, "TimeDistributed: expected a layer, got 'dense'"),
        (nn.Activation, ("foo",), {}, "activation 'foo' is unknown"),
        (nn.LSTM, (3,), {"unroll": "yes"}, "unroll is 'yes', and we have no such option"),
        (nn.LSTM, (3,), {"implementation": 7}, "implementation is 7, and we have no such option"),
        (nn.LSTM, (3,), {"recurrent_dropout": None}, "recurrent_dropout is None"),
        *((nn.Input, (bad,), {}, "Input: (batch_)?shape is .*: expected a")
          for bad in (5, "ab", (3, "x"), (-3,), (1.5,))),
        (nn.Input, ((3,),), {"dtype": "foo"}, "Input: dtype is 'foo': expected one of numbers"),
        (nn.Input, ((3,),), {"batch_size": "x"}, "with the side 'x': expected a number"),
        (nn.Input, ((3,),), {"name": 5}, "name is 5: expected a text"),
    ],
)  # fmt: skip
def test_an_option_that_means_nothing(kind, args, options, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        kind(*args, **options)


@pytest.mark.parametrize(
    "kind, options, message",
    [
        *((initializers.VarianceScaling, {"scale": bad}, "VarianceScaling: scale is .*: expected")
          for bad in (0, -1.0, "x", None, np.inf)),
        *((initializers.VarianceScaling, {"mode": bad}, "mode is .*: expected one of fan_in, fan_o")
          for bad in ("fan", None, 1)),
        *((initializers.VarianceScaling, {"distribution": bad}, "distribution is .*: expected one ")
          for bad in ("foo", None)),
        (initializers.RandomNormal, {"stddev": -1.0}, "RandomNormal: stddev is -1.0: .* from 0"),
        (initializers.TruncatedNormal, {"stddev": -1}, "TruncatedNormal: stddev is -1: expected a"),
        (initializers.RandomNormal, {"mean": "x"}, "RandomNormal: mean is 'x': expected a number"),
        (initializers.RandomUniform, {"minval": 1, "maxval": -1}, "maxval is -1: .* number from 1"),
        (initializers.RandomUniform, {"minval": None}, "minval is None: expected a number"),
        (initializers.Orthogonal, {"gain": "x"}, "Orthogonal: gain is 'x': expected a number"),
        (initializers.Identity, {"gain": np.nan}, "Identity: gain is nan: expected a number"),
        *((initializers.Constant, {"value": bad}, "Constant: value is .*: expected numbers")
          for bad in ("x", None, np.nan, [1, "a"])),
        *((kind, {"seed": bad}, "seed is .*: expected a whole number from 0, or None")
          for kind in (initializers.GlorotUniform, initializers.GlorotNormal,
                       initializers.HeUniform, initializers.HeNormal, initializers.LecunNormal,
                       initializers.LecunUniform, initializers.RandomNormal,
                       initializers.RandomUniform, initializers.TruncatedNormal,
                       initializers.VarianceScaling, initializers.Orthogonal)
          for bad in (1.5, "a", -1)),
    ],
)  # fmt: skip
def test_an_initializer_that_could_not_draw(kind, options, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        kind(**options)
    config = {"class_name": kind.__name__, "config": options}
    with unchecked(), pytest.raises(UsageError, match=message):
        nn.Dense(3, kernel_initializer=config)


def test_initializers_by_configuration():
    with pytest.raises(UsageError, match=r"an initializer HeNormal cannot be made: .*'foo'"):
        initializers.get({"class_name": "he_normal", "config": {"foo": 1}})
    for kind in ("LecunUniform", "Identity", "VarianceScaling", "RandomUniform", "Orthogonal"):
        made = getattr(initializers, kind)()
        again = type(made).from_config(made.get_config())
        assert again.get_config() == made.get_config()
    scaled = initializers.VarianceScaling(2.0, "fan_out", "Normal")
    assert scaled.distribution == "truncated_normal"
    with pytest.raises(ShapeError, match=r"value has shape \(2,\), and the weight has shape \(3,"):
        nn.Dense(4, kernel_initializer=initializers.Constant([1, 2])).build((None, 3))


def test_what_may_be_said_in_several_ways():
    assert nn.Conv1D(3, [2], strides=(1,), padding="SAME", groups=1).padding == "same"
    assert nn.Dropout(1).rate == 1.0
    assert nn.Dropout(0.5, noise_shape=[None, 1]).noise_shape == (None, 1)
    with unchecked():
        layer = nn.LSTM(np.int64(3), use_bias=1, seed=np.int32(5), dropout=np.float32(0.5))
    assert (layer.units, layer.use_bias, layer.seed, layer.dropout) == (3, True, 5, 0.5)


@pytest.mark.parametrize("kind, args", EVERY)
def test_every_layer_is_made_again_by_its_class_and_by_its_name(kind, args):
    layer = kind(*args, trainable=False)
    for again in (kind.from_config(layer.get_config()), deserialize(serialize(layer))):
        assert type(again) is kind
        assert again.get_config() == layer.get_config()
    with unchecked(), pytest.raises(UsageError, match="has no option zzz"):
        kind.from_config({**layer.get_config(), "zzz": 1})


@pytest.mark.parametrize("made", [nn.Input, nn.layers.InputLayer])
def test_what_keras_has_of_inputs_is_taken_where_it_changes_nothing(made):
    assert made((3,), sparse=None, ragged=False, input_tensor=None, optional=False) is not None
    with pytest.raises(UsageError, match="InputLayer: sparse is True, and we have no such option"):
        made((3,), sparse=True)
    with pytest.raises(UsageError, match="InputLayer has no option shap: did you mean shape"):
        made((3,), shap=(3,))


def test_options_of_quantization_are_refused_by_name():
    nn.Dense(3, lora_rank=None, quantization_config=None)
    with pytest.raises(UsageError, match="Dense: lora_rank is 2, and we have no such option"):
        nn.Dense(3, lora_rank=2)
