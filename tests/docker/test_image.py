"""The image of docs/container.md, built and run: `make test-docker`, where there is a daemon."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rscrew_console import __version__
from rscrew_console.starter import starter_text

ROOT = Path(__file__).parents[2]
IMAGE = "rscrew-console-tested"
STATE = "rscrew-console-tested-state"


@pytest.fixture(scope="module", autouse=True)
def image() -> Iterator[None]:
    docker("build", "-t", IMAGE, str(ROOT))
    yield
    docker("volume", "rm", "--force", STATE)


def docker(*arguments: str) -> str:
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
    return done.stdout


def rsc(folder: Path, *arguments: str, mode: str = "rw") -> str:
    who = f"{os.getuid()}:{os.getgid()}"
    mounts = ("-v", f"{folder}:/work:{mode}", "-v", f"{STATE}:/state")
    return docker("run", "--rm", "--user", who, *mounts, IMAGE, *arguments)


def test_it_runs_without_rights() -> None:
    assert docker("run", "--rm", IMAGE, "--version") == f"rscrew-console {__version__}\n"
    assert docker("run", "--rm", "--entrypoint", "id", IMAGE, "-u") == "10001\n"


def test_a_mounted_folder_is_edited_and_the_edit_undone_by_another_container(
    tmp_path: Path,
) -> None:
    config = tmp_path / "model_config.yaml"
    config.write_text(starter_text(), encoding="utf-8")
    rsc(tmp_path, "assign", "technical_writer", "claude")
    assert config.read_text(encoding="utf-8") != starter_text()
    assert config.stat().st_uid == os.getuid()
    rsc(tmp_path, "undo")
    assert config.read_text(encoding="utf-8") == starter_text()


def test_a_folder_that_is_mounted_to_be_read_is_read(tmp_path: Path) -> None:
    (tmp_path / "model_config.yaml").write_text(starter_text(), encoding="utf-8")
    assert "technical_writer" in rsc(tmp_path, "agents", mode="ro")
