"""A workbook changed by hand, taken back: Keras, PyTorch and ONNX Runtime say what it says."""

from importlib.util import find_spec

import numpy as np
import pytest

from tests.lessons.export.models import shuffled
from tests.requirements import need
from tests.weights.by_hand import change
from xlrnn import api, nn
from xlrnn.engines import first_embedded, get

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
SAMPLE = np.array([[0.5, -1.0], [2.0, 0.25], [-0.75, 1.5]])


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A small classifier whose output weights somebody changed, one of them by a formula."""
    path = tmp_path_factory.mktemp("book") / "lstm.xlsx"
    layers = [nn.Input((None, 2)), nn.LSTM(3, name="reads"), nn.Dense(2, "softmax", name="says")]
    api.export(shuffled(nn.Sequential(layers)), path, SAMPLE)
    change(path, ("says_W_hy", 0, 1, 0.5), ("reads_W_xf", 2, 1, "=COS(1)/2"))
    return path


@pytest.fixture(scope="module")
def on_sheet(book):
    """The answer as an engine shows it, read from its cells."""
    sheet, _, area = _place(book, "says_p")
    with get(first_embedded()) as engine, engine.load(book) as sheets:
        sheets.calculate()
        row, column = area
        return np.array(sheets.read(sheet, row, column, 2, 1))[:, 0]


def _place(path, name):
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    sheet, area = next(workbook.defined_names[name].destinations)
    first = workbook[sheet][area.replace("$", "").partition(":")[0]]
    workbook.close()
    return sheet, area, (first.row, first.column)


def test_keras_loads_it_and_says_the_same(keras, book, on_sheet, tmp_path):
    need("h5py", find_spec("h5py") is not None, "pip install h5py")
    path = tmp_path / "model.keras"
    api.weights(book, path)
    model = keras.models.load_model(path)
    answer = np.asarray(model(SAMPLE[None]))[0]
    np.testing.assert_allclose(answer, on_sheet, rtol=1e-6)
    assert np.cos(1) / 2 in np.asarray(model.get_weights()[0])


def test_pytorch_loads_it_and_says_the_same(torch, book, on_sheet, tmp_path):
    path = tmp_path / "model.pt"
    api.weights(book, path)

    class Classifier(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.reads = torch.nn.LSTM(2, 3, batch_first=True)
            self.says = torch.nn.Linear(3, 2)

        def forward(self, x):
            _, (h, _) = self.reads(x)
            return torch.softmax(self.says(h[-1]), -1)

    module = Classifier().double()
    module.load_state_dict(torch.load(path, weights_only=True))
    answer = module(torch.from_numpy(SAMPLE[None])).detach().numpy()[0]
    np.testing.assert_allclose(answer, on_sheet, rtol=1e-10)


def test_onnx_runtime_says_the_same(book, on_sheet, tmp_path):
    need("onnx", find_spec("onnx") is not None, "pip install onnx")
    need("onnxruntime", find_spec("onnxruntime") is not None, "pip install onnxruntime")
    import onnxruntime

    path = tmp_path / "model.onnx"
    api.weights(book, path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (answer,) = session.run(None, {"input": SAMPLE[None].astype(np.float32)})
    np.testing.assert_allclose(answer[0], on_sheet, rtol=1e-5)


def test_a_file_with_other_numbers_is_not_written(book, tmp_path, monkeypatch):
    """What writes files is not believed either: it is read back, and held against the sheet."""
    from xlrnn.errors import DifferentError
    from xlrnn.weights import files

    def careless(model, path):
        twin = nn.models.clone_model(model)
        twin.set_weights([weight * 1.5 for weight in model.get_weights()])
        twin.save(path)

    kind = files.Kind(careless, files.KINDS[".npz"].run)
    monkeypatch.setitem(files.KINDS, ".npz", kind)
    with pytest.raises(DifferentError, match="is not written: read back, it gives numbers"):
        api.weights(book, tmp_path / "model.npz")
    assert not (tmp_path / "model.npz").exists()
