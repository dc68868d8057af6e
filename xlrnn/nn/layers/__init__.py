"""One layer a file: the equations numbered, forward and backward side by side."""
