"""Work on other machines: Dask's workers, or whatever `concurrent.futures` executor there is.

`carrier` hands calls out with the files that they need; `far_end` is what a worker does with them,
in child processes that can be ended; `dask` knows Dask. Nothing here knows what a call is about.
"""
