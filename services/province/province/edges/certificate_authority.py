"""The bureau's authority for e-certificates: an Ed25519 key of its own, made by `beian init`.

What it signs can be verified offline with the authority's certificate, and says that it is
simulated. The subject's key is derived from the authority's and nobody needs it: the mark is
shown, it does not sign.
"""

import hashlib
import hmac
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from beian.errors import Fault
from beian.regulations.addresses import from_dotted
from province.domain.e_certificate import SIMULATED, CertificateContent


@dataclass(frozen=True, slots=True)
class CertificateAuthority:
    """A bureau's signing key and its certificate."""

    key: Ed25519PrivateKey
    certificate: x509.Certificate

    @classmethod
    def read(cls, folder: Path, log: str) -> Self:
        """Read `<log>.key` and `<log>.pem` of the folder. Raises Fault: `beian init` makes them."""
        try:
            key = load_pem_private_key((folder / f"{log}.key").read_bytes(), password=None)
            certificate = x509.load_pem_x509_certificate((folder / f"{log}.pem").read_bytes())
        except (OSError, ValueError) as error:
            raise Fault(f"{folder / log}: no authority. `beian init` makes it: {error}") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise Fault(f"{folder / log}.key is not an Ed25519 key")
        return cls(key, certificate)

    @property
    def pem(self) -> bytes:
        """The authority's own certificate."""
        return self.certificate.public_bytes(Encoding.PEM)

    def sign(self, content: CertificateContent) -> bytes:
        """Return the signed certificate in PEM. The same content gives the same bytes."""
        builder = (
            x509.CertificateBuilder()
            .subject_name(_subject(content))
            .issuer_name(self.certificate.subject)
            .serial_number(content.serial)
            .public_key(self._subject_key(content.serial).public_key())
            .not_valid_before(content.issued)
            .not_valid_after(content.expires)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        )
        if content.names:
            names = x509.SubjectAlternativeName([_general(name) for name in content.names])
            builder = builder.add_extension(names, critical=False)
        return builder.sign(self.key, None).public_bytes(Encoding.PEM)

    def _subject_key(self, serial: int) -> Ed25519PrivateKey:
        raw = self.key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        seed = hmac.new(raw, f"e-certificate {serial}".encode(), hashlib.sha256).digest()
        return Ed25519PrivateKey.from_private_bytes(seed)


def _subject(content: CertificateContent) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, content.bureau),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, SIMULATED),
            x509.NameAttribute(NameOID.COMMON_NAME, content.filing_number),
        ]
    )


def _general(name: str) -> x509.GeneralName:
    if from_dotted(name) is not None:
        return x509.IPAddress(IPv4Address(name))
    return x509.DNSName(name)
