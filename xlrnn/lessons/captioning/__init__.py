"""A picture becomes a sentence: convolution, pooling, and a GRU that writes word by word."""
