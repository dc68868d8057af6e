"""What the page may do, as browsers are told: nothing but itself, and nothing to anywhere."""

import base64
import hashlib
from collections.abc import Mapping

# The same stands in index.html, for web servers that say nothing of their own.
_SITE = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def site_policy() -> str:
    """Return the policy of the page as files."""
    return _written(_SITE)


def single_policy(script: str, style: str) -> str:
    """Return the policy of the page as one file, whose script and style are these and no others."""
    return _written(
        {
            **_SITE,
            "script-src": f"{_hash_of(script)} 'wasm-unsafe-eval'",
            "style-src": _hash_of(style),
            "img-src": "data:",
            "connect-src": "'none'",
            "worker-src": "blob:",
        }
    )


def _written(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


def _hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
