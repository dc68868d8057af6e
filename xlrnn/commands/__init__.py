"""The command line: one file for each verb, each a thin layer over `xlrnn.api`."""
