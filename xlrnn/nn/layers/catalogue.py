"""Every layer there is, each under its name; `nn` and `nn.layers` show what stands here."""

from xlrnn.nn.layers.activation import Activation
from xlrnn.nn.layers.add import Add
from xlrnn.nn.layers.additive_attention import AdditiveAttention
from xlrnn.nn.layers.attention import Attention
from xlrnn.nn.layers.average import Average
from xlrnn.nn.layers.average_pooling1d import AveragePooling1D
from xlrnn.nn.layers.average_pooling2d import AveragePooling2D
from xlrnn.nn.layers.batch_normalization import BatchNormalization
from xlrnn.nn.layers.bidirectional import Bidirectional
from xlrnn.nn.layers.concatenate import Concatenate
from xlrnn.nn.layers.conv1d import Conv1D
from xlrnn.nn.layers.conv2d import Conv2D
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.dot import Dot
from xlrnn.nn.layers.dropout import Dropout
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.layers.flatten import Flatten
from xlrnn.nn.layers.global_average_pooling1d import GlobalAveragePooling1D
from xlrnn.nn.layers.global_average_pooling2d import GlobalAveragePooling2D
from xlrnn.nn.layers.global_max_pooling1d import GlobalMaxPooling1D
from xlrnn.nn.layers.gru import GRU
from xlrnn.nn.layers.input_layer import Input, InputLayer
from xlrnn.nn.layers.layer_normalization import LayerNormalization
from xlrnn.nn.layers.leaky_relu import LeakyReLU
from xlrnn.nn.layers.lstm import LSTM
from xlrnn.nn.layers.masking import Masking
from xlrnn.nn.layers.max_pooling1d import MaxPooling1D
from xlrnn.nn.layers.max_pooling2d import MaxPooling2D
from xlrnn.nn.layers.maximum import Maximum
from xlrnn.nn.layers.minimum import Minimum
from xlrnn.nn.layers.multi_head_attention import MultiHeadAttention
from xlrnn.nn.layers.multiply import Multiply
from xlrnn.nn.layers.permute import Permute
from xlrnn.nn.layers.relu import ReLU
from xlrnn.nn.layers.repeat_vector import RepeatVector
from xlrnn.nn.layers.reshape import Reshape
from xlrnn.nn.layers.simple_rnn import SimpleRNN
from xlrnn.nn.layers.softmax_layer import Softmax
from xlrnn.nn.layers.spatial_dropout1d import SpatialDropout1D
from xlrnn.nn.layers.subtract import Subtract
from xlrnn.nn.layers.time_distributed import TimeDistributed

__all__ = [
    "GRU",
    "LSTM",
    "Activation",
    "Add",
    "AdditiveAttention",
    "Attention",
    "Average",
    "AveragePooling1D",
    "AveragePooling2D",
    "BatchNormalization",
    "Bidirectional",
    "Concatenate",
    "Conv1D",
    "Conv2D",
    "Dense",
    "Dot",
    "Dropout",
    "Embedding",
    "Flatten",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalMaxPooling1D",
    "Input",
    "InputLayer",
    "LayerNormalization",
    "LeakyReLU",
    "Masking",
    "MaxPooling1D",
    "MaxPooling2D",
    "Maximum",
    "Minimum",
    "MultiHeadAttention",
    "Multiply",
    "Permute",
    "ReLU",
    "RepeatVector",
    "Reshape",
    "SimpleRNN",
    "Softmax",
    "SpatialDropout1D",
    "Subtract",
    "TimeDistributed",
]
