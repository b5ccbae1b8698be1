"""The environment of one service process, read once and checked at the start.

Switches of strictness and policy are events, not settings: an auditor must see them. Here is
only what differs between two machines that run the same network.
"""

import sys
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from beian.errors import Fault

PORTS: Final = {
    "ministry": 8000,
    "province": 8100,
    "enterprise": 8200,
    "verification-center": 8300,
}
"""Where each service listens when `BEIAN_PORT` does not say otherwise."""

LOOPBACK: Final = "127.0.0.1"
ALL_INTERFACES: Final = "0.0.0.0"  # noqa: S104 - only behind a flag that says so
PORT_MAX: Final = 65535
EXIT_COULD_NOT: Final = 2
"""Exit status of a command that could not do its work."""


class WrongSetting(Fault):
    """A variable of the environment cannot be used; the message says which, and what it is for."""


class Settings(BaseSettings):
    """What one service process is told by its environment (`BEIAN_…`)."""

    model_config = SettingsConfigDict(
        env_prefix="BEIAN_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field(
        description="The service's database as its own role: a postgresql:// address."
    )
    nats_url: str = Field(description="The NATS server: a nats:// or tls:// address.")
    nats_credentials: Path | None = Field(
        default=None,
        description="A folder with one file for each hosted actor, named as its log: "
        "its NATS password. Default: secrets/nats in the data folder.",
    )
    provinces: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="The provinces this process hosts: region codes of six digits, "
        "separated by commas.",
    )
    providers: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(),
        description="The access providers this process hosts: isp ids, separated by commas.",
    )
    data_dir: Path = Field(
        default=Path(".beian"), description="The process's folder for secrets and scratch."
    )
    port: int | None = Field(
        default=None,
        ge=0,
        le=PORT_MAX,
        description="Where it listens: a port from 1 to 65535, or 0 for any that is free.",
    )
    public_url: str | None = Field(
        default=None,
        description="Where clients reach it: an http:// or https:// address without a path.",
    )
    ministry_url: str = Field(
        default=f"http://{LOOPBACK}:{PORTS['ministry']}",
        description="Where the ministry's network.json is found: an http:// or https:// address.",
    )
    sim: bool = Field(
        default=False,
        description="1 allows the tester's controls and opens logs without a token; 0 does not.",
    )
    listen_on_all_interfaces: bool = Field(
        default=False,
        description="1 listens on all interfaces, as containers must; 0 on loopback only.",
    )
    seed: int | None = Field(
        default=None,
        ge=0,
        description="A whole number that drives ids and random draws, so that the same "
        "commands give the same bytes. Not set: drawn from the system.",
    )

    @field_validator("provinces", "providers", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:  # noqa: ANN401 - what pydantic hands to a validator
        if isinstance(value, str):
            return tuple(part for part in (part.strip() for part in value.split(",")) if part)
        return value

    @field_validator("provinces")
    @classmethod
    def _region_codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for code in value:
            if len(code) != 6 or not (code.isascii() and code.isdigit()) or code[0] == "0":  # noqa: PLR2004 - GB/T 2260
                raise ValueError(f"{code!r} is not a region code")
        return _without_doubles(value)

    @field_validator("providers")
    @classmethod
    def _isp_ids(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if any(isp_id <= 0 for isp_id in value):
            raise ValueError("an isp id is a positive number")
        return _without_doubles(value)

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        return _address(value, "postgresql", "postgres")

    @field_validator("nats_url")
    @classmethod
    def _nats(cls, value: str) -> str:
        return _address(value, "nats", "tls")

    @field_validator("public_url", "ministry_url")
    @classmethod
    def _public(cls, value: str | None) -> str | None:
        return None if value is None else _address(value, "http", "https").rstrip("/")

    @property
    def host(self) -> str:
        """The address of the interface to listen on."""
        return ALL_INTERFACES if self.listen_on_all_interfaces else LOOPBACK

    @property
    def credentials(self) -> Path:
        """The folder of the NATS passwords."""
        return self.nats_credentials or self.secrets / "nats"

    @property
    def secrets(self) -> Path:
        """The folder of keys, passwords and accounts, made by `beian init`."""
        return self.data_dir / "secrets"

    @property
    def url(self) -> str:
        """Where clients reach this process, without a slash at its end."""
        return self.public_url or f"http://{LOOPBACK}:{self.port or 0}"


def read_settings() -> Settings:
    """Read the environment. Raises WrongSetting with a sentence for each wrong variable."""
    try:
        return Settings()  # type: ignore[call-arg]  # its fields come from the environment
    except ValidationError as error:
        raise WrongSetting("\n".join(_sentence(dict(wrong)) for wrong in error.errors())) from None


def settings_or_exit() -> Settings:
    """Read the environment, or say on standard error what is wrong and exit with status 2."""
    try:
        return read_settings()
    except WrongSetting as wrong:
        could_not_start(wrong)


def could_not_start(fault: Fault) -> NoReturn:
    """End the process with the fault's sentence on standard error and status 2."""
    print(fault, file=sys.stderr)  # noqa: T201 - there is no log yet that anybody reads
    raise SystemExit(EXIT_COULD_NOT)


def _without_doubles[T](values: tuple[T, ...]) -> tuple[T, ...]:
    if len(set(values)) != len(values):
        raise ValueError("one of them is named twice")
    return values


def _address(value: str, *schemes: str) -> str:
    if urlsplit(value).scheme not in schemes:
        raise ValueError(f"the address does not begin with {' or '.join(schemes)}")
    return value


def _sentence(wrong: dict[str, Any]) -> str:
    """Say which variable is wrong, how, and what it is for; its value may be a secret."""
    name = str(wrong["loc"][0])
    variable = f"BEIAN_{name.upper()}"
    purpose = Settings.model_fields[name].description
    if wrong["type"] == "missing":
        return f"{variable} is not set. {purpose}"
    return f"{variable} cannot be used: {wrong['msg'].removeprefix('Value error, ')}. {purpose}"
