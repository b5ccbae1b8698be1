"""Signed checkpoints: C2SP tlog-checkpoint text in a C2SP signed note, Ed25519. PURE.

Who has one can prove later that nothing before it was changed. The origin and the key's name
are `<network>/<log>` (contract, "Events").
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from beian.errors import Fault

_ED25519: Final = b"\x01"
_KEY_SIZE: Final = 32
_HINT_SIZE: Final = 4
_LINES: Final = 3


class NotACheckpoint(Fault):
    """A text that is no checkpoint of the log, or not signed by the key it must be signed with."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: the log has `size` events and their Merkle root is `root`."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text that is signed, its last newline included."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class Signer:
    """One log's key. `name` is the origin: `<network>/<log>`, without space or plus."""

    name: str
    key: Ed25519PrivateKey

    def __post_init__(self) -> None:
        if not self.name or "+" in self.name or self.name.split() != [self.name]:
            raise Fault(f"{self.name!r} cannot name a key: no space and no plus")

    @property
    def vkey(self) -> str:
        """The public key as C2SP verifier text: `<name>+<hint>+<base64 key>`."""
        public = _ED25519 + self.key.public_key().public_bytes_raw()
        return f"{self.name}+{_hint(self.name, public).hex()}+{_base64(public)}"

    def sign(self, size: int, root: bytes) -> str:
        """Return the checkpoint of a log of `size` events as a signed note."""
        text = Checkpoint(self.name, size, root).text()
        public = _ED25519 + self.key.public_key().public_bytes_raw()
        signature = _hint(self.name, public) + self.key.sign(text.encode())
        return f"{text}\n— {self.name} {_base64(signature)}\n"


def read(note: str) -> Checkpoint:
    """Return what a note says, whoever signed it. Raises NotACheckpoint."""
    text, _, _signatures = note.partition("\n\n")
    lines = text.split("\n")
    if len(lines) < _LINES or not lines[1].isascii() or not lines[1].isdigit():
        raise NotACheckpoint("a checkpoint begins with origin, size and root, a line each")
    root = _from_base64(lines[2])
    if len(root) != hashlib.sha256().digest_size or str(int(lines[1])) != lines[1]:
        raise NotACheckpoint("a checkpoint's size is a decimal number and its root 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def verify(note: str, vkey: str) -> Checkpoint:
    """Return what a note says if the key of `vkey` signed it. Raises NotACheckpoint."""
    name, hint, key = _read_vkey(vkey)
    checkpoint = read(note)
    if checkpoint.origin != name:
        raise NotACheckpoint(f"the checkpoint is of {checkpoint.origin}, the key of {name}")
    text, _, signatures = note.partition("\n\n")
    for line in signatures.splitlines():
        dash, _, rest = line.partition(" ")
        signer, _, encoded = rest.partition(" ")
        if dash != "—" or signer != name:
            continue
        signature = _from_base64(encoded)
        if signature[:_HINT_SIZE] != hint:
            continue
        try:
            key.verify(signature[_HINT_SIZE:], f"{text}\n".encode())
        except InvalidSignature as why:
            raise NotACheckpoint(f"the signature of {name} is not of this text") from why
        return checkpoint
    raise NotACheckpoint(f"{name} did not sign this checkpoint")


def _read_vkey(vkey: str) -> tuple[str, bytes, Ed25519PublicKey]:
    name, _, rest = vkey.partition("+")
    hint, _, encoded = rest.partition("+")
    public = _from_base64(encoded)
    if public[:1] != _ED25519 or len(public) != 1 + _KEY_SIZE:
        raise NotACheckpoint("the verifier key is not an Ed25519 key")
    if _hint(name, public).hex() != hint:
        raise NotACheckpoint("the verifier key's hint is not its own")
    return name, _hint(name, public), Ed25519PublicKey.from_public_bytes(public[1:])


def _hint(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + public).digest()[:_HINT_SIZE]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as why:
        raise NotACheckpoint("not base64") from why
