"""What makes batches: the base class of data sets, and windows of time series.

How a training goes through batches is in `training/source.py`; nothing here knows about models.
"""
