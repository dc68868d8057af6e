"""What Keras and xlrnn give for every option, found by running both: `python -m docs.options`."""
