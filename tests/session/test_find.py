"""Which configuration is opened when several could be."""

from pathlib import Path

import pytest

from rscrew_console.session import ConfigNotFound, find_config
from rscrew_console.session.find import user_config

VARIABLE = "RSCREW_MODEL_CONFIG_PATH"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    cwd = tmp_path / "work"
    cwd.mkdir()
    return cwd


def made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    return path


def test_the_places_are_tried_in_order(home: Path) -> None:
    """Made from the last to the first: each one that comes hides all before it."""
    places = [
        user_config(),
        home / "src" / "crew" / "config" / "model_config.yaml",
        home / "config" / "model_config.yaml",
        home / "model_config.yaml",
    ]
    for place in places:
        made(place)
        assert find_config(None, {}, home) == place
    named = made(home / "named.yaml")
    assert find_config(None, {VARIABLE: "named.yaml"}, home) == named
    given = made(home / "given.yaml")
    assert find_config(Path("given.yaml"), {VARIABLE: "named.yaml"}, home) == given


def test_an_empty_variable_is_none(home: Path) -> None:
    place = made(home / "model_config.yaml")
    assert find_config(None, {VARIABLE: ""}, home) == place


@pytest.mark.parametrize(
    ("explicit", "environ", "said"),
    [
        (Path("gone.yaml"), {}, "gone.yaml (from --config) does not exist"),
        (None, {VARIABLE: "gone.yaml"}, f"gone.yaml (from ${VARIABLE}) does not exist"),
        (Path("loose.yaml"), {}, "loose.yaml (from --config) is a link that leads nowhere"),
    ],
)
def test_a_place_that_was_named_must_exist(
    home: Path, explicit: Path | None, environ: dict[str, str], said: str
) -> None:
    made(home / "model_config.yaml")
    (home / "loose.yaml").symlink_to("nowhere.yaml")
    with pytest.raises(ConfigNotFound) as caught:
        find_config(explicit, environ, home)
    assert caught.value.message == said
    assert caught.value.exit_code == 2


def test_several_crews_under_src_are_not_guessed_between(home: Path) -> None:
    found = [made(home / "src" / name / "config" / "model_config.yaml") for name in ("a", "b")]
    with pytest.raises(ConfigNotFound, match="choose one with --config") as caught:
        find_config(None, {}, home)
    assert caught.value.looked == tuple(found)


def test_nothing_found_says_where_it_looked_and_what_to_do(home: Path) -> None:
    with pytest.raises(ConfigNotFound, match="rsc init") as caught:
        find_config(None, {}, home)
    assert caught.value.looked == (
        home / "model_config.yaml",
        home / "config" / "model_config.yaml",
        home / "src" / "*" / "config" / "model_config.yaml",
        user_config(),
    )


def test_a_tilde_is_the_home(home: Path) -> None:
    place = made(home.parent / "home" / "crew.yaml")
    assert find_config(Path("~/crew.yaml"), {}, home) == place
