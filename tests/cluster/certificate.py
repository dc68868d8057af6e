"""A certificate that signs itself, made with nothing but Python: all sides of a test trust it."""

import base64
import hashlib
import random
from pathlib import Path

BITS = 2048
_SHA256_RSA = bytes.fromhex("06092a864886f70d01010b")
_RSA = bytes.fromhex("06092a864886f70d010101")
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
_NAME = bytes.fromhex("0603550403")  # common name


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate and its key as PEM."""
    n, e, d, p, q = rsa_key(random.SystemRandom())
    certificate, key = folder / "cert.pem", folder / "key.pem"
    certificate.write_text(pem("CERTIFICATE", signed(body(n, e), n, d)))
    parts = (0, n, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    key.write_text(pem("RSA PRIVATE KEY", sequence(*map(integer, parts))))
    return certificate, key


def rsa_key(chance: random.Random) -> tuple[int, int, int, int, int]:
    e = 65537
    while True:
        p, q = prime(BITS // 2, chance), prime(BITS // 2, chance)
        phi = (p - 1) * (q - 1)
        if p != q and phi % e:
            return p * q, e, pow(e, -1, phi), p, q


def prime(bits: int, chance: random.Random) -> int:
    small = [k for k in range(3, 2000, 2) if all(k % d for d in range(3, int(k**0.5) + 1, 2))]
    while True:
        n = chance.getrandbits(bits) | (3 << (bits - 2)) | 1
        # For random numbers of this size Fermat's test is wrong less often than machines are.
        if all(n % k for k in small) and all(pow(a, n - 1, n) == 1 for a in (2, 3)):
            return n


def body(n: int, e: int) -> bytes:
    """Return what is signed (RFC 5280): a version 3 certificate that may sign others."""
    name = sequence(der(0x31, sequence(_NAME, der(0x0C, b"xlrnn test"))))
    times = sequence(der(0x17, b"200101000000Z"), der(0x17, b"491231000000Z"))
    public = sequence(sequence(_RSA, b"\x05\0"), der(3, b"\0" + sequence(integer(n), integer(e))))
    may_sign = sequence(bytes.fromhex("0603551d13"), der(1, b"\xff"),
                        der(4, sequence(der(1, b"\xff"))))  # fmt: skip
    return sequence(
        der(0xA0, integer(2)), integer(1), sequence(_SHA256_RSA, b"\x05\0"), name, times, name,
        public, der(0xA3, sequence(may_sign)),
    )  # fmt: skip


def signed(content: bytes, n: int, d: int) -> bytes:
    digest = _SHA256 + hashlib.sha256(content).digest()
    padded = b"\0\1" + b"\xff" * (BITS // 8 - 3 - len(digest)) + b"\0" + digest
    signature = pow(int.from_bytes(padded), d, n).to_bytes(BITS // 8)
    return sequence(content, sequence(_SHA256_RSA, b"\x05\0"), der(3, b"\0" + signature))


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 128 + len(length)]) + length + content


def sequence(*parts: bytes) -> bytes:
    return der(0x30, b"".join(parts))


def integer(value: int) -> bytes:
    return der(2, value.to_bytes(value.bit_length() // 8 + 1))


def pem(kind: str, content: bytes) -> str:
    lines = base64.encodebytes(content).decode()
    return f"-----BEGIN {kind}-----\n{lines}-----END {kind}-----\n"
