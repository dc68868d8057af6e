"""What workers of a test do beside: die when they are given certain files.

`dask worker --preload` runs it. The real far end is called for everything else.
"""

import os
import pickle
import signal
import zlib
from pathlib import Path

from xlrnn.cluster import far_end

ALWAYS, ONCE = b"ends its worker", b"ends its first worker:"


def dask_setup(_) -> None:
    real = far_end.do

    def do(parcel: bytes) -> dict:
        for packed in pickle.loads(parcel)["own"].values():
            content = zlib.decompress(packed)
            if content.startswith(ALWAYS):
                os.kill(os.getpid(), signal.SIGKILL)
            if content.startswith(ONCE):
                died = Path(content.removeprefix(ONCE).decode())
                if not died.exists():
                    died.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
        return real(parcel)

    far_end.do = do
