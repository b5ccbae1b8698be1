"""`beian init`: made once, kept for ever, added to; secrets are files that only we can read."""

import stat
from ipaddress import IPv4Network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from beian.errors import Fault
from launcher.data_folder import DataFolder, read_json
from launcher.initializing import initialize
from launcher.volumes import distribute_secrets


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_second_init_changes_nothing(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    initialize(folder, None, private_networks=False)
    before = _contents(folder.secrets)
    initialize(folder, None, private_networks=False)
    assert _contents(folder.secrets) == before


def test_a_province_that_joins_changes_nothing_that_was_handed_out(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    initialize(folder, "320000", private_networks=False)
    before = _contents(folder.secrets)
    hosting = initialize(folder, "440000", private_networks=False)
    after = _contents(folder.secrets)
    grown = {"network.json", "nats/users.conf", "providers/ministry.json"}
    assert hosting.provinces == ("320000", "440000")
    assert {name for name in before if after[name] != before[name]} == grown


def test_every_secret_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    initialize(folder, None, private_networks=False)
    files = [path for path in folder.secrets.rglob("*") if path.is_file()]
    assert files
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_no_two_of_sixty_two_providers_share_an_address(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    initialize(folder, "all", private_networks=False)
    accounts = read_json(folder.secrets / "providers" / "ministry.json")
    blocks = [IPv4Network(account["ip_ranges"][0]) for account in accounts]
    usable = [IPv4Network("198.18.0.0/15"), *map(IPv4Network, _DOCUMENTATION)]
    assert len(set(blocks)) == 62
    assert all(block.prefixlen == 24 for block in blocks)
    assert all(any(block.subnet_of(whole) for whole in usable) for block in blocks)


_DOCUMENTATION = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")


def test_each_province_has_an_external_provider_with_every_right(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    initialize(folder, None, private_networks=False)
    for region in ("110000", "320000", "440000"):
        accounts = read_json(folder.secrets / "providers" / f"province.{region}.json")
        (external,) = [a for a in accounts if a["hosted_by"] == "external"]
        heads = ["GROUP"] if region == "110000" else []
        assert external["rights"] == ["ICP", "IP", "YM", *heads]
        assert "127.0.0.0/8" in external["interface_addresses"]
        assert external["download_encrypt_algorithm"] == 1
        assert len(external["aes_key"]) == len(external["aes_offset"]) == 16


def test_a_bureaus_authority_says_that_it_is_simulated(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    initialize(folder, "320000", private_networks=False)
    ca = folder.secrets / "ca"
    certificate = x509.load_pem_x509_certificate((ca / "province.320000.pem").read_bytes())
    key = load_pem_private_key((ca / "province.320000.key").read_bytes(), password=None)
    assert "SIMULATED" in certificate.subject.rfc4514_string()
    assert certificate.public_key() == key.public_key()


def test_a_province_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="990000"):
        initialize(DataFolder(tmp_path), "990000", private_networks=False)
    assert not (tmp_path / "secrets").exists()


def test_a_container_gets_its_own_part_and_no_more(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    hosting = initialize(folder, None, private_networks=True)
    distribute_secrets(folder.secrets, tmp_path / "volumes", hosting)
    assert set(_contents(tmp_path / "volumes" / "province-320000")) == {
        "nats/province.320000",
        "keys/province.320000.key",
        "ca/province.320000.key",
        "ca/province.320000.pem",
        "providers/province.320000.json",
        "network.json",
        "auditor.token",
        "pgpass",
    }
    line = (tmp_path / "volumes" / "province-320000" / "pgpass").read_text(encoding="utf-8")
    assert line.startswith("*:*:*:beian_province_320000:")
    assert set(_contents(tmp_path / "volumes" / "nats")) == {"users.conf"}
    assert set(_contents(tmp_path / "volumes" / "postgres")) == {"password"}
