"""What all layers share: weights, memory that is used again, sequences, the trace."""
