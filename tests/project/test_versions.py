"""A failure that comes from another package's version says so by name, version and range."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from rscrew_console.versions import incompatible, installed, is_mismatch, misfits
from tests.rows import each_row

ROOT = Path(__file__).parents[2]
OURS = [
    "textual>=8.0", "click>=8.2", 'redis>=5.2; extra == "runtime"',
    'litellm>=1.110; extra == "all"', 'pytest>=8.2; extra == "dev"',
    'colorama>=1; sys_platform == "nowhere"', "not a requirement",
]  # fmt: skip
LITELLM = ["openai<4.0.0,>=2.20.0", 'rich<14.0,>=13.9.4; extra == "proxy"']
GOOD = {"textual": "8.2.8", "click": "8.5.1", "litellm": "1.110.2", "openai": "3.57.0"}


def found(versions: Mapping[str, str]) -> list[str]:
    needed = {"rscrew-console": OURS, "litellm": LITELLM}
    return misfits(
        version_of=lambda name: {**GOOD, **versions}.get(name, ""), requires_of=needed.__getitem__
    )


@each_row(("versions", "told"), [
    ({}, []),
    ({"textual": "7.0.3"}, ["textual 7.0.3 is installed, and rscrew-console needs textual>=8.0"]),
    ({"click": ""}, ["click no version is installed, and rscrew-console needs click>=8.2"]),
    ({"redis": "4.0"}, ["redis 4.0 is installed, and rscrew-console needs redis>=5.2"]),
    ({"litellm": ""}, []),
    ({"litellm": "1.106"}, ["litellm 1.106 is installed, and rscrew-console needs litellm>=1.110"]),
    ({"openai": "4.0"}, ["openai 4.0 is installed, and litellm needs openai<4.0.0,>=2.20.0"]),
    ({"openai": "4.0", "litellm": ""}, []),
    ({"rich": "15.0", "pytest": "7.0"}, []),
])  # fmt: skip
def test_what_does_not_fit(versions: dict[str, str], told: list[str]) -> None:
    assert found(versions) == told


def test_what_is_installed_here_fits() -> None:
    assert misfits() == []


def raised_from(cause: Exception) -> Exception:
    try:
        try:
            raise cause
        except type(cause):
            raise RuntimeError("APIConnectionError") from None
    except RuntimeError as error:
        return error


def without_body() -> None:
    """A function of an older version."""


def missing_keyword() -> Exception:
    with pytest.raises(TypeError) as caught:
        without_body(body=1)  # type: ignore[call-arg]
    return caught.value


@each_row(("error", "so"), [
    (ImportError("cannot import name 'x'"), True),
    (ModuleNotFoundError("No module named 'mcp'"), True),
    (missing_keyword(), True),
    (TypeError("acompletion() missing 1 required positional argument: 'model'"), True),
    (AttributeError("module 'textual' has no attribute 'App'"), True),
    (raised_from(ImportError("No module named 'mcp'")), True),
    (AttributeError("'NoneType' object has no attribute 'text'"), False),
    (TypeError("'NoneType' object is not subscriptable"), False),
    (raised_from(ValueError("unexpected keyword argument")), False),
    (ConnectionError("unexpected keyword argument"), False),
])  # fmt: skip
def test_an_error_of_two_versions_that_do_not_go_together(error: Exception, so: bool) -> None:
    assert is_mismatch(error) is so


def test_a_library_that_is_too_new_is_named_with_the_range() -> None:
    from textual import app

    with pytest.raises(AttributeError) as caught:
        _ = app.NotThereAnyMore  # type: ignore[attr-defined]
    here, wanted = incompatible(caught.value, list)
    assert here.startswith(f"textual {installed('textual')} is installed, which may be newer than")
    assert here.endswith("it needs textual>=8.0")
    assert wanted == "try: pip install --upgrade rscrew-console, or an older textual"
    assert incompatible(ValueError("ours"), list) == []


# ------------------------------------------------------------ the program as it is started


@pytest.mark.parametrize(("library", "words"), [("click", ["list"]), ("textual", [])])
def test_an_old_library_is_named_at_the_start(
    library: str, words: list[str], tmp_path: Path
) -> None:
    """A stand-in that has none of the names of today's."""
    (tmp_path / library).mkdir()
    (tmp_path / library / "__init__.py").write_text("class Command: pass\n")
    info = tmp_path / f"{library}-0.1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {library}\nVersion: 0.1.2\n")
    code = (
        "import sys; sys.stdin = sys.stderr = type('Terminal', (), {'isatty': lambda _: True,"
        " 'write': lambda _, text: sys.stdout.write(text), 'flush': lambda _: None,"
        " 'fileno': lambda _: 2, 'encoding': 'utf-8'})();"
        f"sys.argv[1:] = {words}; from rscrew_console.cli import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, text=True, capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert ran.returncode == 2, ran
    said = ran.stdout.splitlines()
    assert said[0].startswith(
        f"error: {library} 0.1.2 is installed, and rscrew-console needs {library}>="
    )
    assert said[-1].startswith(f'to fix it: pip install --upgrade "{library}>=')
    assert len(said) <= 3  # LiteLLM needs Click as well
