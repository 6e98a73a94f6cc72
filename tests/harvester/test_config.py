"""config.yaml: closed, typed, and helpful about what is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from harvester.config import Config, is_loopback_host, load_config, parse_config
from harvester.errors import ConfigurationError
from harvester.model import Language, Window

TOP = Path(__file__).parents[2]

WHOLE = """\
data_directory: kept
contact:
  name: Example Newsroom
  address: desk@example.org
schedule:
  time: 04:15
limits:
  document_pages: 10
sources:
  - key: austmark
    name: Austmark county
    platform: jupiter
    base_url: https://innsyn.example.org/motekalender
    organization:
      key: austmark
      name: Austmark fylkeskommune
      number: "97"
      language: nn
    look_back_days: 10
    look_ahead_days: 20
"""
SOURCE_LINE = WHOLE.splitlines().index("  - key: austmark") + 1


def complaint(text: str) -> str:
    with pytest.raises(ConfigurationError) as raised:
        parse_config(text, name="config.yaml")
    return str(raised.value)


def test_a_whole_configuration() -> None:
    """What is written is what is meant."""
    config = parse_config(WHOLE, name="config.yaml")

    source = config.source("austmark")
    assert config.schedule.time == dt.time(4, 15)
    assert config.limits.document_pages == 10
    assert source.organization.language is Language.NYNORSK
    assert source.window(dt.date(2026, 5, 20)) == Window(first=dt.date(2026, 5, 10), last=dt.date(2026, 6, 9))


def test_an_empty_file_is_all_defaults() -> None:
    """Nothing must be said to begin with; the night is at an hour that exists exactly once."""
    config = parse_config("", name="config.yaml")

    assert config == Config()
    assert config.schedule.time == dt.time(3, 30)
    assert config.schedule.zone == "Europe/Oslo"
    assert config.sources == ()


def test_the_example_is_valid_as_it_stands() -> None:
    """The config.yaml at the top can be loaded at once, and asks nobody."""
    config = load_config(TOP / "config.yaml")

    assert config.data_directory == TOP / "data"
    assert config.sources == ()


def test_the_example_is_valid_with_its_signs_taken_away() -> None:
    """What the comments offer works, too."""
    lines = (TOP / "config.yaml").read_text(encoding="utf-8").splitlines()
    text = "\n".join(
        line[1:] if line.startswith(("#c", "#s", "#  ")) else line for line in lines if line != "sources: []"
    )

    config = parse_config(text, name="config.yaml")

    assert config.contact is not None
    assert [source.key for source in config.sources] == ["austmark", "hedmark"]


def test_a_misspelt_key_names_its_line_and_the_right_one() -> None:
    """The nearest known key is offered, deep down as well as on top."""
    assert complaint("data_directoy: x") == (
        "config.yaml, line 1: unknown key 'data_directoy'; did you mean 'data_directory'?"
    )

    deep = complaint(WHOLE.replace("look_back_days", "lookback_days"))

    assert f"line {WHOLE.splitlines().index('    look_back_days: 10') + 1}" in deep
    assert "unknown key 'sources[0].lookback_days'; did you mean 'look_back_days'?" in deep


def test_every_mistake_is_told_at_once() -> None:
    """One line for each, so that mending takes one round."""
    text = WHOLE.replace("document_pages: 10", "document_pages: none").replace('number: "97"', 'number: "9"')

    lines = complaint(text).splitlines()

    assert len(lines) == 2
    assert "limits.document_pages" in lines[0]
    assert "sources[0].organization.number" in lines[1]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("key: austmark\n    name", "key: import\n    name", "kept for documents that are imported"),
        ("key: austmark\n    name", "key: Aust Mark\n    name", "sources[0].key"),
        ("https://innsyn", "ftp://innsyn", "must be a web address"),
        ("desk@example.org", "nobody", "must be an e-mail address or a web address"),
        ("time: 04:15", "time: noon", "schedule.time"),
        ("time: 04:15", "time: 04:15\n  zone: Europe/Bergen", "must be a time zone such as Europe/Oslo"),
        ("look_back_days: 10", "look_back_days: -1", "look_back_days"),
        ("    platform: jupiter\n", "", "'sources[0].platform' is missing"),
        ("look_back_days: 10", "robots: {override: true}", "sources[0].robots: override needs permission"),
        ("look_back_days: 10", "robots: {override: true, permission: ' '}", "say who gave it, when, and for what"),
    ],
)
def test_values_that_cannot_be_meant(old: str, new: str, reason: str) -> None:
    """A value out of its range is refused with its place."""
    assert old in WHOLE

    assert reason in complaint(WHOLE.replace(old, new))


def test_a_permission_counts_only_where_it_is_used() -> None:
    """Robots.txt is obeyed unless the row says otherwise; a permission alone changes nothing."""
    permitted = WHOLE.replace("look_back_days: 10", "robots: {override: true, permission: the archivist}")

    assert parse_config(permitted, name="c").sources[0].robots_permission == "the archivist"
    assert parse_config(permitted.replace("true", "false"), name="c").sources[0].robots_permission is None
    assert parse_config(WHOLE, name="c").sources[0].robots_permission is None


def test_two_sources_with_one_key() -> None:
    """Ids begin with the key, so two sources cannot share it."""
    twice = WHOLE + "".join(line + "\n" for line in WHOLE.splitlines()[SOURCE_LINE - 1 :])

    assert "two sources have the key 'austmark'" in complaint(twice)


@pytest.mark.parametrize("text", ["sources: [", "- one\n- two\n", "just words", "a: !!python/object:os.system x"])
def test_what_is_no_configuration(text: str) -> None:
    """Broken YAML, a list, a word, and an attempt to make objects are all refused by name."""
    assert complaint(text).startswith("config.yaml ")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("03:30", dt.time(3, 30)), ('"03:30"', dt.time(3, 30)), ("23:05", dt.time(23, 5)), ("00:00", dt.time(0, 0))],
)
def test_a_time_may_stand_without_quotes(written: str, meant: dt.time) -> None:
    """YAML reads some unquoted times as numbers; people need not know."""
    assert parse_config(f"schedule:\n  time: {written}\n", name="c").schedule.time == meant


def test_no_file(tmp_path: Path) -> None:
    """The message says what to do next."""
    with pytest.raises(ConfigurationError, match=r"--config FILE, or try the demo"):
        load_config(tmp_path / "config.yaml")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    """A binary file and a directory are told, not tracebacks."""
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "binary", tmp_path):
        with pytest.raises(ConfigurationError, match="cannot be read"):
            load_config(path)


def test_where_the_data_lies(tmp_path: Path) -> None:
    """Relative to the file, whatever the working directory is; --data has the last word."""
    path = tmp_path / "config.yaml"
    path.write_text(WHOLE, encoding="utf-8")

    assert load_config(path).data_directory == tmp_path / "kept"
    assert load_config(path, data_directory=Path("other")).data_directory == Path("other")


def test_real_portals_are_never_asked_anonymously() -> None:
    """Without a contact only this machine may be asked; the message shows what to write."""
    anonymous = parse_config(
        WHOLE.replace("contact:\n  name: Example Newsroom\n  address: desk@example.org\n", ""), name="c"
    )
    local = anonymous.sources[0].model_copy(update={"base_url": "http://127.0.0.1:8000/motekalender"})

    anonymous.require_contact(local)
    with pytest.raises(ConfigurationError, match="contact:\n  name: Your name"):
        anonymous.require_contact(anonymous.sources[0])


def test_an_unknown_source_names_the_nearest() -> None:
    """A slip on the command line is mended by the message."""
    with pytest.raises(ConfigurationError, match="did you mean 'austmark'"):
        parse_config(WHOLE, name="c").source("austmrk")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("localhost.example.org", False),
        ("169.254.169.254", False),
        ("", False),
    ],
)
def test_what_this_machine_is(host: str, loopback: bool) -> None:
    """Only this machine's own names and addresses count, not names that look like them."""
    assert is_loopback_host(host) is loopback


def test_a_watchdog_that_is_shorter_than_a_wait_refuses_to_start() -> None:
    """Incident 2: what ends a night that hangs is longer than any wait that politeness allows."""
    patient = WHOLE + "    politeness: {retries: 10, retry_seconds: 60}\n"

    assert parse_config(patient, name="c").limits.night_hours == 20
    told = complaint(patient.replace("limits:\n", "limits:\n  night_hours: 2\n"))
    assert "ends a night within a wait that is meant" in told
