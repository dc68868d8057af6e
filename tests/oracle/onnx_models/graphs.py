"""Graphs of ONNX that tests make themselves."""

import numpy as np

GATES = {"RNN": 1, "LSTM": 4, "GRU": 3}
STEPS, BATCH, FEATURES, UNITS = 5, 2, 3, 4


def model(nodes, inputs, outputs, constants=(), opset=17, domains=()):
    """Return a model of nodes.

    Args:
        nodes: of `onnx.helper.make_node`.
        inputs: shapes by name; whole numbers where the name begins with `ids` or `len`.
        outputs: names.
        constants: arrays by name.
        opset: the version of the operators.
        domains: more of them.
    """
    from onnx import TensorProto, helper, numpy_helper

    kinds = {True: TensorProto.INT64, False: TensorProto.FLOAT}
    graph = helper.make_graph(
        nodes,
        "graph",
        [helper.make_tensor_value_info(name, kinds[name.startswith("ids")], shape)
         for name, shape in inputs.items()],
        [helper.make_empty_tensor_value_info(name) for name in outputs],
        [numpy_helper.from_array(np.asarray(array), name)
         for name, array in dict(constants).items()],
    )  # fmt: skip
    sets = [helper.make_opsetid("", opset), *(helper.make_opsetid(name, 1) for name in domains)]
    return helper.make_model(graph, opset_imports=sets, ir_version=8)


def node(kind, inputs, outputs, **attributes):
    from onnx import helper

    return helper.make_node(kind, inputs.split(), outputs.split(), **attributes)


def drawn(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape, scale=0.5).astype(np.float32)


def recurrent(kind, *, direction="forward", lengths=None, first=None, layout=0, outputs="Y Y_h",
              steps=STEPS, batch=BATCH, bias=True, **attributes):  # fmt: skip
    """Return a model of one recurrent node with weights that all differ.

    Args:
        kind: RNN, LSTM or GRU.
        direction: as ONNX says it.
        lengths: sequence_lens, constants or `input`.
        first: `constant` or `input` first states.
        layout: 0 or 1.
        outputs: which are wanted.
        steps: a number or a name.
        batch: likewise.
        bias: whether there is B.
        **attributes: of the node.
    """
    ways, gates = 1 + (direction == "bidirectional"), GATES[kind]
    constants = {
        "W": drawn(1, ways, gates * UNITS, FEATURES),
        "R": drawn(2, ways, gates * UNITS, UNITS),
    }
    shape = [steps, batch, FEATURES] if layout == 0 else [batch, steps, FEATURES]
    inputs, names = {"x": shape}, ["x", "W", "R", "", "", "", ""]
    if bias:
        constants["B"], names[3] = drawn(3, ways, 2 * gates * UNITS), "B"
    if lengths == "input":
        inputs["lengths"], names[4] = [batch], "lengths"
    elif lengths is not None:
        constants["lengths"], names[4] = np.array(lengths, np.int32), "lengths"
    for k, name in enumerate(["h_0", "c_0"][: 1 + (kind == "LSTM")]):
        if first:
            names[5 + k] = name
        if first == "input":
            inputs[name] = [ways, batch, UNITS] if layout == 0 else [batch, ways, UNITS]
        elif first == "constant":
            own = np.repeat(drawn(4 + k, ways, 1, UNITS), batch, axis=1)
            constants[name] = own if layout == 0 else own.transpose(1, 0, 2)
    from onnx import helper

    given = ["Y", "Y_h", "Y_c"][: 2 + (kind == "LSTM")]
    made = helper.make_node(
        kind,
        names[: 6 + (kind == "LSTM")],
        [name if name in outputs.split() else "" for name in given],
        name="memory",
        hidden_size=UNITS,
        direction=direction,
        **({"layout": layout} if layout else {}),
        **attributes,
    )
    return model([made], inputs, outputs.split(), constants)
