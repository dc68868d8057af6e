"""From a multi-layer perceptron with a layer for each letter to a recurrent network."""

from xlrnn.names.name import Kind, Name, Role

# fmt: off
TABLE = (
    Name("sharing", "layers have", ("one", "one"), Role.INPUT, text=True,
         term="which weights the layers have"),
    Name("reads", "letter that the layer reads", ("letter", "one"), Role.CALCULATION, "x_t",
         whole=True,
         term="one-hot vector that the layer reads"),
    Name("from_before", "from the layer before", ("unit", "one"), Role.CALCULATION, "h_(t−1)",
         term="state of the layer before", kind=Kind.STATE, previous_of="layer_h"),
    Name("layer_a_x", "input part", ("unit", "one"), Role.CALCULATION, "W_xh · x_t",
         term="input part, before tanh"),
    Name("layer_a_h", "part from before", ("unit", "one"), Role.CALCULATION,
         "W_hh · h_(t−1) + b_h",
         term="recurrent part, before tanh", recurrent=True),
    Name("layer_h", "hidden layer", ("unit", "one"), Role.STATE,
         "h_t = tanh(W_xh · x_t + W_hh · h_(t−1) + b_h)",
         term="hidden layer", kind=Kind.STATE),
    Name("networks_apart", "apart by", ("unit", "step"), Role.OUTPUT,
         "h_t of the MLP − h_t of the RNN",
         note="0 at every step once all layers have the recurrent network's weights",
         term="difference of the states"),
    Name("per_layer", "each layer", ("one", "one"), Role.CALCULATION,
         "units · letters + units · (units + 1)", whole=True,
         term="number of weights of a layer"),
    Name("per_output", "the output", ("one", "one"), Role.CALCULATION,
         "letters · units", whole=True,
         term="number of weights of the output"),
    Name("mlp_weights", "weights of the MLP", ("one", "step"), Role.OUTPUT,
         "letters · weights of a layer + weights of the output", whole=True,
         term="number of weights of the MLP",
         note="each further letter needs one more layer, which nobody has trained"),
    Name("rnn_weights", "weights of the RNN", ("one", "step"), Role.OUTPUT,
         "weights of a layer + weights of the output", whole=True,
         note="the same for words of any length",
         term="number of weights of the RNN"),
)
# fmt: on
