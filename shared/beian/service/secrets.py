"""What `beian init` made for this process: its logs' signing keys and the network's name."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from beian.errors import Fault
from beian.eventlog.checkpoint import Signer


@dataclass(frozen=True, slots=True)
class Secrets:
    """Read once at the start; nothing of it but the public keys leaves the process."""

    network: str
    """The network's name, in every checkpoint's origin."""
    facts: dict[str, Any]
    """All of `network.json`: which provinces, which providers."""
    signers: dict[str, Signer]
    """Log -> the key that signs its checkpoints."""
    auditor_token: str | None
    """Opens the logs of a network without simulation; None: nobody may read them."""

    @classmethod
    def read(cls, folder: Path, logs: tuple[str, ...]) -> Self:
        """Read `folder` (the data folder's `secrets`). Raises Fault: run `beian init` first."""
        facts = _network(folder / "network.json")
        name = facts.get("network")
        if not isinstance(name, str):
            raise Fault(f"{folder / 'network.json'} does not name the network")
        signers = {
            log: Signer(f"{name}/{log}", _key(folder / "keys" / f"{log}.key")) for log in logs
        }
        return cls(name, facts, signers, _token(folder / "auditor.token"))


def _network(path: Path) -> dict[str, Any]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except OSError as error:
        raise Fault(f"{path}: {error.strerror}. `beian init` makes it.") from error
    except msgspec.MsgspecError as error:
        raise Fault(f"{path} is not the JSON that `beian init` made: {error}") from error


def _key(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise Fault(f"{path}: {error.strerror}. `beian init` makes it.") from error
    except ValueError as error:
        raise Fault(f"{path} is not a private key in PEM") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Fault(f"{path} is not an Ed25519 key")
    return key


def _token(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
