"""Import this before NumPy: it lets NumPy calculate on one thread, as `xlrnn build` does."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
