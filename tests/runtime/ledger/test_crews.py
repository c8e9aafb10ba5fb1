"""Sums follow the crew, however its file is deployed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from rscrew_console.runtime.ledger import Ledger, budget_totals, config_name, schema, usage_of
from tests.runtime.ledger.attempts import NOON, asked, attempt, ledger_of

CREW = "providers: {}\n"


def written(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(CREW)
    return file


def config_map(folder: Path) -> tuple[Path, Callable[[], Path]]:
    """As Kubernetes mounts it: a link to a file in `..data`, which is a link to a folder."""
    for version in ("..1", "..2"):
        written(folder / version / "crew.yaml").write_text(f"# {version}\n" + CREW)
    (folder / "..data").symlink_to("..1")
    file = folder / "crew.yaml"
    file.symlink_to("..data/crew.yaml")

    def update() -> Path:
        (folder / "..data_tmp").symlink_to("..2")
        (folder / "..data_tmp").replace(folder / "..data")
        shutil.rmtree(folder / "..1")
        return file

    return file, update


def release(folder: Path) -> tuple[Path, Callable[[], Path]]:
    for version in ("r1", "r2"):
        written(folder / version / "crew.yaml").write_text(f"# {version}\n" + CREW)
    current = folder / "current"
    current.symlink_to("r1")

    def update() -> Path:
        current.unlink()
        current.symlink_to("r2")
        return current / "crew.yaml"

    return current / "crew.yaml", update


def in_place(folder: Path) -> tuple[Path, Callable[[], Path]]:
    file = written(folder / "crew.yaml")

    def update() -> Path:
        written(folder / "new").replace(file)
        return file

    return file, update


def moved(folder: Path) -> tuple[Path, Callable[[], Path]]:
    file = written(folder / "old" / "crew.yaml")
    return file, lambda: Path(shutil.move(file, folder / "crew.yaml"))


def moved_folder(folder: Path) -> tuple[Path, Callable[[], Path]]:
    file = written(folder / "old" / "crew.yaml")
    return file, lambda: (folder / "old").rename(folder / "new") / file.name


def another_name(folder: Path) -> tuple[Path, Callable[[], Path]]:
    file = written(folder / "crew.yaml")

    def link() -> Path:
        (folder / "link.yaml").symlink_to(file)
        return folder / "link.yaml"

    return file, link


@pytest.mark.parametrize(
    "deploy", [in_place, config_map, release, moved, moved_folder, another_name]
)
def test_a_crew_keeps_its_sums(
    tmp_path: Path, deploy: Callable[[Path], tuple[Path, Callable[[], Path]]]
) -> None:
    before, update = deploy(tmp_path)
    path = ledger_of(tmp_path / "usage.db", [attempt(config=str(before)), attempt()])
    after = update()
    assert budget_totals(path, NOON, config=after).total["day"].usd == 0.25
    ledger_of(path, [attempt(config=str(after))])
    assert budget_totals(path, NOON, config=after).total["day"].usd == 0.5
    assert usage_of(path, config=after).attempts == 2
    assert usage_of(path).attempts == 3
    assert len(set(asked(path, "SELECT config FROM attempts"))) == 2


def copied(file: Path) -> Path:
    other = file.with_name("copy.yaml")
    shutil.copy2(file, other)
    return other


def written_anew(file: Path) -> Path:
    """The same text somewhere else, and later."""
    file.unlink()
    other = written(file.with_name("anew.yaml"))
    os.utime(other, (1, 1))
    return other


@pytest.mark.parametrize("other_of", [copied, written_anew])
def test_another_file_is_another_crew(tmp_path: Path, other_of: Callable[[Path], Path]) -> None:
    file = written(tmp_path / "crew.yaml")
    path = ledger_of(tmp_path / "usage.db", [attempt(config=str(file))])
    other = other_of(file)
    assert usage_of(path, config=other).attempts == 0
    ledger_of(path, [attempt(config=str(other))])
    assert [usage_of(path, config=one).attempts for one in (file, other)] == [1, 1]


def test_a_link_that_is_led_to_another_crew_stays_its_own(tmp_path: Path) -> None:
    one, two = written(tmp_path / "one.yaml"), written(tmp_path / "two.yaml")
    link = tmp_path / "link.yaml"
    link.symlink_to(one)
    path = ledger_of(
        tmp_path / "usage.db", [attempt(config=str(link)), attempt(config=str(two), agent="other")]
    )
    link.unlink()
    link.symlink_to(two)
    ledger_of(path, [attempt(config=str(link))])
    assert [usage_of(path, config=each).attempts for each in (link, one, two)] == [2, 2, 1]


@pytest.mark.parametrize("written_since", [0, 2])
def test_rows_of_earlier_versions_are_found(tmp_path: Path, written_since: int) -> None:
    """They have the path behind all links."""
    file, _ = release(tmp_path)
    path = tmp_path / "usage.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in schema.MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(
            "INSERT INTO attempts VALUES (1, 1795176000250001, 'c', 'writer', 'claude', 'opus',"
            " 'ok', 200, 1000, 300, 250000000, 1, '', '', ?, '')",
            (str(file.resolve()),),
        )
    ledger_of(path, [attempt(config=str(file))] * written_since)
    assert usage_of(path, config=file).attempts == 1 + written_since
    assert usage_of(path, config=file.resolve()).attempts == 1 + written_since
    assert budget_totals(path, NOON, config=file).total["month"].usd == 0.25 * (1 + written_since)


def test_a_crew_of_many_releases_is_known_by_the_last(tmp_path: Path) -> None:
    link, ledger = tmp_path / "crew.yaml", Ledger(tmp_path / "usage.db")
    for number in range(60):
        file = written(tmp_path / f"r{number}" / "crew.yaml")
        link.unlink(missing_ok=True)
        link.symlink_to(file)
        ledger.note(attempt(config=str(link)))
    ledger.close()
    assert usage_of(ledger.path, config=link).attempts == 60
    (many,) = asked(ledger.path, "SELECT count(*) FROM crew_paths")
    assert many[0] <= 51


def test_the_name_that_the_user_gives(tmp_path: Path) -> None:
    (tmp_path / "r1").mkdir()
    current = tmp_path / "current"
    current.symlink_to("r1")
    relative = Path("crew.yaml")
    through, behind = str(current / "crew.yaml"), str(tmp_path / "r1" / "crew.yaml")
    assert config_name(current / "crew.yaml") == through
    assert config_name(relative, tmp_path / "r1") == behind
    assert config_name(relative, tmp_path / "r1", {"PWD": str(current)}) == through
    for wrong in (str(tmp_path), str(tmp_path / "nowhere"), "current", ""):
        assert config_name(relative, tmp_path / "r1", {"PWD": wrong}) == behind
