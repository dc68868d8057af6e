"""Where older Keras code finds the tokenizer and the padding."""
