"""The article's section "What are Recurrent Neural Networks?": from an MLP to an RNN."""
