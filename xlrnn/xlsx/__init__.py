"""The .xlsx file format: the only place that knows it, for writing and for reading."""
