"""Whether what goes to an address can be read by others on the way."""

import socket
from collections.abc import Iterable
from typing import Final

from xlrnn.errors import UsageError

# What is encrypted, and what does not leave the process.
_PRIVATE: Final = frozenset({"tls", "wss", "inproc"})


def refuse_readable(addresses: Iterable[str]) -> None:
    """Refuse addresses on other machines to which nothing goes encrypted.

    Raises:
        UsageError: if there is one.
    """
    for address in addresses:
        if not _private(address):
            raise UsageError(
                f"{address} is another machine without encryption: whoever is on the network could "
                "read what is sent, and send work of their own. Start scheduler and workers with "
                "TLS (docs/cluster.md shows how), or say --unencrypted (unencrypted=True) if all "
                "on that network may read it"
            )


def _private(address: str) -> bool:
    """Tell whether what goes to an address is encrypted or stays on this machine."""
    scheme, _, rest = address.rpartition("://")
    return scheme in _PRIVATE or _is_here(rest.rpartition(":")[0].strip("[]") or rest)


def _is_here(host: str) -> bool:
    """Tell whether a host is this machine: only its own addresses can be listened at.

    Example:
        >>> _is_here("127.0.0.1"), _is_here("localhost"), _is_here("192.0.2.1")
        (True, True, False)
    """
    try:
        found = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)
    except OSError:
        return False  # whoever connects is told
    for family, kind, protocol, _, place in found:
        with socket.socket(family, kind, protocol) as tried:
            try:
                tried.bind(place)
            except OSError:
                return False
    return True
