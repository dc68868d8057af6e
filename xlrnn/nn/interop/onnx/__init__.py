"""Models of ONNX, in and out; each way has a folder of its own."""
