"""Files that PyTorch's newer exporter writes: `python -m tests.oracle.onnx_models.exported`.

It takes seconds for each, so they are kept; what says on which lines of whose machine they were
made is left out. One keeps its arrays in a file beside it, as the exporter does.
"""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "exported"


def main():
    import onnx
    import torch

    from tests.oracle.onnx_models import modules

    FOLDER.mkdir(exist_ok=True)
    for name, case in modules.all_of_them(torch).items():
        path = FOLDER / f"{name}.onnx"
        modules.export(torch, case, str(path), dynamo=True)
        model = onnx.load(path)
        (FOLDER / f"{name}.onnx.data").unlink(missing_ok=True)
        stripped(model.graph)
        del model.metadata_props[:]
        beside = name == "classifier"
        onnx.save(model, path, save_as_external_data=beside, location=f"{name}.onnx.data",
                  size_threshold=64)  # fmt: skip
        sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")


def stripped(graph):
    """Leave out what is no part of the calculation."""
    for node in graph.node:
        del node.metadata_props[:]
        node.ClearField("doc_string")
    for value in (*graph.input, *graph.output, *graph.value_info, *graph.initializer):
        del value.metadata_props[:]
    del graph.value_info[:]
    del graph.metadata_props[:]


if __name__ == "__main__":
    main()
