"""Who is told while a model is at work: Keras' callbacks, one a file."""

from xlrnn.nn.callbacks.callback import Callback
from xlrnn.nn.callbacks.callback_list import CallbackList
from xlrnn.nn.callbacks.csv_logger import CSVLogger
from xlrnn.nn.callbacks.early_stopping import EarlyStopping
from xlrnn.nn.callbacks.history import History
from xlrnn.nn.callbacks.lambda_callback import LambdaCallback
from xlrnn.nn.callbacks.learning_rate_scheduler import LearningRateScheduler
from xlrnn.nn.callbacks.model_checkpoint import ModelCheckpoint
from xlrnn.nn.callbacks.reduce_lr_on_plateau import ReduceLROnPlateau
from xlrnn.nn.callbacks.terminate_on_nan import TerminateOnNaN

__all__ = [
    "CSVLogger",
    "Callback",
    "CallbackList",
    "EarlyStopping",
    "History",
    "LambdaCallback",
    "LearningRateScheduler",
    "ModelCheckpoint",
    "ReduceLROnPlateau",
    "TerminateOnNaN",
]
