"""Ed25519 keys, and the certificate authority that signs a bureau's e-certificates."""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

_NOT_BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
_NOT_AFTER = datetime(2100, 1, 1, tzinfo=UTC)
"""Wide: network time is set by the tester, and an authority must never be what runs out."""


def new_key() -> bytes:
    """Make an Ed25519 private key: PKCS 8 in PEM, not encrypted."""
    return _pem(Ed25519PrivateKey.generate())


def new_authority(log: str) -> tuple[bytes, bytes]:
    """Make key and self-signed certificate, both PEM; the subject says that it is simulated."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SIMULATED ICP filing network"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"SIMULATED e-certificate authority {log}"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOT_BEFORE)
        .not_valid_after(_NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, algorithm=None)
    )
    return _pem(key), certificate.public_bytes(serialization.Encoding.PEM)


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
