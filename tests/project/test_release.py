"""`make release` up to the upload: what it refuses, and what it leaves behind."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILDER = """#!/bin/sh
# Stands for `python -m hatchling build -d dist`.
mkdir -p dist && echo wheel >dist/a-0.2.0-py3-none-any.whl
echo "$SOURCE_DATE_EPOCH" >dist/a-0.2.0.tar.gz
"""
CHANGELOG = """# Changelog

## [Unreleased]

## [0.2.0] - 2026-11-27

### Added

- # of things: many.

## [0.1.0] - 2026-01-01

- The first.
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with what a release needs."""
    for name, text in {
        ".gitignore": "dist/\n.venv/\n", ".venv/bin/python": BUILDER, "CHANGELOG.md": CHANGELOG,
        "rscrew_console/__init__.py": '__version__ = "0.2.0"\n',
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / ".venv/bin/python").chmod(0o755)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "release.sh", tmp_path / "scripts")
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "user.name", "a")
    git(tmp_path, "config", "user.email", "a@example.org")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "commit.gpgsign=false", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "All")


def release(folder: Path, *version: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "scripts/release.sh", *version], cwd=folder, capture_output=True, text=True,
        check=False, env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder)},
    )  # fmt: skip


def test_a_release_up_to_the_upload(clone: Path) -> None:
    done = release(clone, "0.2.0")
    assert done.returncode == 0, done.stderr
    assert (clone / "dist/NOTES-0.2.0.md").read_text() == "\n### Added\n\n- # of things: many.\n\n"
    sums = (clone / "dist/SHA256SUMS").read_text().splitlines()
    assert [line.split()[0] for line in sums] == [
        hashlib.sha256((clone / "dist" / name).read_bytes()).hexdigest()
        for name in ("a-0.2.0-py3-none-any.whl", "a-0.2.0.tar.gz")
    ]
    committed = git(clone, "log", "-1", "--format=%ct").strip()
    assert (clone / "dist/a-0.2.0.tar.gz").read_text().strip() == committed
    assert "- # of things: many." in git(clone, "tag", "-n9", "v0.2.0")
    assert "git push origin v0.2.0" in done.stderr
    again = release(clone, "0.2.0")
    assert (again.returncode, again.stderr) == (2, "error: there is a tag v0.2.0 already\n")


@pytest.mark.parametrize(("version", "changed", "said"), [
    ("", {}, "say which version: make release VERSION=0.2.0"),
    ("v0.2", {}, 'error: "v0.2" is no version such as 0.2.0'),
    ("0.3.0", {}, "__version__ in rscrew_console/__init__.py is not 0.3.0"),
    ("0.2.0", {"CHANGELOG.md": "## [Unreleased]\n"}, 'CHANGELOG.md has no section "## [0.2.0]"'),
    ("0.2.0", {"CHANGELOG.md": "## [0.2.0]\n## [0.1.0]\n"}, "the section of 0.2.0"),
])  # fmt: skip
def test_what_is_not_ready_is_told(
    clone: Path, version: str, changed: dict[str, str], said: str
) -> None:
    for name, text in changed.items():
        (clone / name).write_text(text, encoding="utf-8")
        commit(clone)
    done = release(clone, version)
    assert done.returncode == 2
    assert said in done.stderr
    assert git(clone, "tag") == ""


def test_what_is_not_committed_is_no_release(clone: Path) -> None:
    (clone / "new.py").write_text("")
    done = release(clone, "0.2.0")
    assert (done.returncode, done.stderr) == (
        2,
        "error: there are changes that are not committed\n",
    )


def test_this_version_has_its_section_in_the_changelog() -> None:
    from rscrew_console import __version__

    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## [{__version__}] - 20" in changelog
    assert changelog.index("## [Unreleased]") < changelog.index(f"## [{__version__}]")
