"""What is shipped: the wheel works by itself, and the repository speaks only of itself."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_holds_the_starter_and_finds_it(unpacked_wheel: Path, tmp_path: Path) -> None:
    shipped = unpacked_wheel / "rscrew_console" / "config" / "model_config.yaml"
    assert shipped.read_bytes() == (ROOT / "config" / "model_config.yaml").read_bytes()

    code = (
        f"import sys; sys.path.insert(0, {str(unpacked_wheel)!r})\n"
        "from rscrew_console.starter import config_folder\n"
        "print(config_folder())"
    )
    assert run(sys.executable, "-I", "-c", code, cwd=tmp_path).strip() == str(shipped.parent)


def test_the_wheel_brings_the_manual_page_and_completions(unpacked_wheel: Path) -> None:
    def files(folder: Path) -> dict[Path, bytes]:
        found = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder): path.read_bytes() for path in found}

    (shared,) = unpacked_wheel.glob("*.data/data/share")
    packed = files(shared)
    assert packed == files(ROOT / "share")
    assert Path("man/man1/rsc.1") in packed


def test_the_wheel_is_typed_and_brings_both_commands(unpacked_wheel: Path) -> None:
    assert (unpacked_wheel / "rscrew_console" / "py.typed").is_file()
    (entry_points,) = unpacked_wheel.glob("*.dist-info/entry_points.txt")
    lines = entry_points.read_text(encoding="utf-8").splitlines()
    assert {"rscrew-console = rscrew_console.cli:main", "rsc = rscrew_console.cli:main"} <= set(
        lines
    )


def test_the_wheel_holds_the_whole_package_and_nothing_else(unpacked_wheel: Path) -> None:
    def files(folder: Path) -> set[Path]:
        return {
            path.relative_to(folder)
            for path in folder.rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        }

    config = {Path("config") / path for path in files(ROOT / "config")}
    packed = files(unpacked_wheel / "rscrew_console")
    assert packed == files(ROOT / "rscrew_console") | config
    assert {entry.name.partition("-")[0] for entry in unpacked_wheel.iterdir()} == {
        "rscrew_console"
    }


def test_no_file_points_outside_the_repository() -> None:
    outside = b"../" + b"shared"
    folders = (
        ".ci", "benchmarks", "config", "docs", "rscrew_console", "screenshots", "scripts", "tests",
    )  # fmt: skip
    files = [
        path
        for name in folders
        for path in (ROOT / name).rglob("*")
        if path.is_file() and path.suffix != ".pyc"  # compiled, this very test holds the words
    ]
    files += [path for path in ROOT.iterdir() if path.is_file()]
    assert len(files) > 20
    assert [path for path in files if outside in path.read_bytes()] == []
