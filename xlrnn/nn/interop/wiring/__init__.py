"""Another program's graph of operators becomes a `Model`; no file format is known here.

A front end (ONNX, PyTorch) says what its inputs are (`attempts.Declared`) and hands `attempted` a
function that, for a `Wiring`, calls for each operator in order what it means:

- `wiring.input`, then `value.transposed`, `reshaped`, `squeezed`: axes alone, no layer is made;
- `products.product`, `functions.function`, `weighing.weighed`, `joining.joined`, `merged`,
  `picking.one`, `cut_out`, `recurrences.Recurrence`, `first_states.begin_with`, and so on;
- `made.made` for the outputs. Each takes and returns a `Value`: a symbol of ours (batch first) and
  the other program's axes. `judged.judged` holds the result against the program itself.

What is refused raises a `NotTakenError`; the front end puts the operator's name in front.
"""
