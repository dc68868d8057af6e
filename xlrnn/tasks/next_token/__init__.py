"""The tasks `next-char` and `next-word`: which letter or word comes next."""
