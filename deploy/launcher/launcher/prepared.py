"""Whether a data folder is ready for this release: then a start skips `init` and `migrate`.

Both have to read in half of the product, which is most of a warm start's time. What they make
depends on the code named here and on what is hosted; that is what is compared.
"""

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from launcher.data_folder import DataFolder, read_json, write_json
from launcher.hosting import Hosting

_PARTS: Final = ("bus", "events", "eventlog/migrations")
"""Of `beian`: rights on the bus follow from the first two, the schema is the third."""
_OWN: Final = ("init.py", "accounts.py", "hosting.py")


def is_prepared(folder: DataFolder, hosting: Hosting, networks: tuple[str, ...]) -> bool:
    """Say whether `init` and `migrate` of this release have been here for what is hosted."""
    servers_data = (folder.postgres / "PG_VERSION", folder.nats / "jetstream")
    if not all(path.exists() for path in servers_data):
        return False
    try:
        return bool(read_json(_note(folder)) == _state(hosting, networks))
    except (FileNotFoundError, ValueError):
        return False


def note_prepared(folder: DataFolder, hosting: Hosting, networks: tuple[str, ...]) -> None:
    """Remember that they have."""
    write_json(_note(folder), _state(hosting, networks))


def _note(folder: DataFolder) -> Path:
    return folder.secrets / "prepared.json"


def _state(hosting: Hosting, networks: tuple[str, ...]) -> dict[str, object]:
    return {
        "provinces": list(hosting.provinces),
        "networks": list(networks),
        "code": _fingerprint(),
    }


def _fingerprint() -> str:
    """Hash the sources that decide what the two make."""
    spec = find_spec("beian")
    assert spec is not None, "the library is installed with its launcher"
    root = Path(next(iter(spec.submodule_search_locations or ())))
    own = (Path(__file__).parent / name for name in _OWN)
    sources = [*own, *(file for part in _PARTS for file in sorted((root / part).glob("*.py")))]
    digest = hashlib.sha256()
    for file in sources:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
