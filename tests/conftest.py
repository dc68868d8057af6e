"""What all tests share: shapes are executed."""

from jaxtyping import install_import_hook

import tests.contracts  # noqa: F401  # the hook finds it by name

# The shapes in signatures are contracts: this run checks every call. It must come before the
# first import of these packages.
_HOOK = install_import_hook(["xlrnn.nn", "xlrnn.text", "xlrnn.verify"], "tests.contracts.check")


def pytest_addoption(parser):
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write what tests/golden compares with instead of comparing",
    )
