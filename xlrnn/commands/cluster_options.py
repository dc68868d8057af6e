"""Options of verbs whose work a cluster of Dask can do, named as Dask's own programs name them."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

_FILE = click.Path(path_type=Path)
_OPTIONS = [
    click.option("--cluster", metavar="ADDRESS",
                 help="Let a cluster of Dask do the work: the scheduler's address, such as "
                 "tls://10.0.0.1:8786, or its scheduler file."),
    click.option("--tls-ca-file", type=_FILE, metavar="FILE",
                 help="The certificate that the cluster's are signed by.  "
                 "[default: as Dask is configured]"),
    click.option("--tls-cert", type=_FILE, metavar="FILE",
                 help="The certificate of this side.  [default: as Dask is configured]"),
    click.option("--tls-key", type=_FILE, metavar="FILE",
                 help="Its key.  [default: as Dask is configured]"),
    click.option("--unencrypted", is_flag=True,
                 help="Send to other machines what others on the network can read, too."),
]  # fmt: skip


def cluster_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def executor_for(
    options: dict[str, Any],
) -> Iterator[tuple[Executor | None, dict[str, Any]]]:
    """Connect to a cluster if one is named, and return its executor and all other options.

    Raises:
        UsageError: if options make no sense.
        ClusterError: if no scheduler answers.
    """
    from xlrnn.errors import UsageError

    others = dict(options)
    cluster = others.pop("cluster")
    files = {name: others.pop(f"tls_{name}") for name in ("ca_file", "cert", "key")}
    if cluster is None:
        if given := [f"--tls-{name.replace('_', '-')}" for name in files if files[name]]:
            raise UsageError(f"{given[0]} without a cluster: name one with --cluster ADDRESS")
        yield None, others
        return
    from xlrnn.cluster.dask import connected

    with connected(cluster, unencrypted=others["unencrypted"], **files) as executor:
        yield executor, others
