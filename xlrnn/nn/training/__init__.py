"""How a model learns: batches, one step, epochs, what is told while it runs."""
