"""The environment of a service: read into types, or refused with a sentence."""

from pathlib import Path

import pytest

from beian.settings import WrongSetting, read_settings, settings_or_exit

GIVEN = {
    "BEIAN_DATABASE_URL": "postgresql://province:secret@127.0.0.1/province",
    "BEIAN_NATS_URL": "nats://127.0.0.1:4222",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.usefixtures("environment")
def test_what_is_not_set_has_the_safe_default() -> None:
    settings = read_settings()
    assert settings.host == "127.0.0.1"
    assert settings.sim is False
    assert settings.seed is None
    assert settings.credentials == Path(".beian/secrets/nats")


def test_lists_are_separated_by_commas(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("BEIAN_PROVINCES", "110000, 320000")
    environment.setenv("BEIAN_PROVIDERS", "320000000001")
    settings = read_settings()
    assert settings.provinces == ("110000", "320000")
    assert settings.providers == (320000000001,)


def test_an_empty_variable_is_not_set(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("BEIAN_PROVINCES", "")
    environment.setenv("BEIAN_SEED", "")
    assert read_settings().provinces == ()
    assert read_settings().seed is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BEIAN_PORT", "eighty"),
        ("BEIAN_PORT", "70000"),
        ("BEIAN_PROVINCES", "3200"),
        ("BEIAN_PROVINCES", "320000,320000"),
        ("BEIAN_PROVIDERS", "isp"),
        ("BEIAN_PROVIDERS", "-1"),
        ("BEIAN_DATABASE_URL", "mysql://127.0.0.1/province"),
        ("BEIAN_NATS_URL", "127.0.0.1"),
        ("BEIAN_PUBLIC_URL", "bureau.example"),
        ("BEIAN_SIM", "perhaps"),
        ("BEIAN_LISTEN_ON_ALL_INTERFACES", "2"),
        ("BEIAN_SEED", "tree"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_is_for(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(name, value)
    with pytest.raises(WrongSetting, match=rf"^{name} cannot be used: .+\.( |$)"):
        read_settings()


def test_no_secret_is_repeated_in_a_complaint(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("BEIAN_DATABASE_URL", "mysql://u:hush@127.0.0.1/province")
    with pytest.raises(WrongSetting) as complaint:
        read_settings()
    assert "hush" not in str(complaint.value)


def test_a_missing_value_stops_the_start_with_status_2(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.delenv("BEIAN_NATS_URL")
    with pytest.raises(SystemExit) as stop:
        settings_or_exit()
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("BEIAN_NATS_URL is not set. The NATS server")
