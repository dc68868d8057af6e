"""How one cell comes about, for people: on a terminal, and as a page."""
