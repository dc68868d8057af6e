"""How one cell comes about, from the inputs down: the way, the mathematics, the numbers in it."""
