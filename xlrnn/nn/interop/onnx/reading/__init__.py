"""Models of ONNX come in: `file` reads, `graph` says what there is, `operators` what it means.

`folding` calculates what no input changes, `running` runs the source for the comparison.
"""
