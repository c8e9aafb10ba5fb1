"""The shells' scripts: what they ask, what they are told, and where they are installed."""

import sys
from pathlib import Path

import pytest
import shellingham

from rscrew_console.cli.shell_scripts import SCRIPTS, install, script_of
from tests.cli.conftest import Rsc

LINE = "_TYPER_COMPLETE_ARGS"
"""The scripts that the first versions installed call it so."""


@pytest.mark.parametrize(("env", "status", "told"), [
    ({"_RSC_COMPLETE": "complete_bash", "COMP_WORDS": "rsc pin cl", "COMP_CWORD": "2"}, 0,
     "claude\n"),
    ({"_RSC_COMPLETE": "complete_bash", "COMP_WORDS": "rsc remove-a", "COMP_CWORD": "1"}, 0,
     "remove-agent\n"),
    ({"_RSC_COMPLETE": "complete_bash", "COMP_WORDS": "rsc agents --j", "COMP_CWORD": "2"}, 0,
     "--json\n"),
    ({"_RSC_COMPLETE": "complete_bash", "COMP_WORDS": "rsc --theme l", "COMP_CWORD": "2"}, 0,
     "light\n"),
    ({"_RSC_COMPLETE": "complete_zsh", LINE: "rsc pin cl"}, 0,
     "_arguments '*: :((\"claude\":\"claude-sonnet-5\"))'\n"),
    ({"_RSC_COMPLETE": "complete_zsh", LINE: "rsc pin nothing"}, 0, "_files\n"),
    ({"_RSC_COMPLETE": "complete_fish", LINE: "rsc pin cl",
      "_TYPER_COMPLETE_FISH_ACTION": "get-args"}, 0, "claude\tclaude-sonnet-5\n"),
    ({"_RSC_COMPLETE": "complete_fish", LINE: "rsc pin cl",
      "_TYPER_COMPLETE_FISH_ACTION": "is-args"}, 0, ""),
    ({"_RSC_COMPLETE": "complete_fish", LINE: "rsc pin nothing",
      "_TYPER_COMPLETE_FISH_ACTION": "is-args"}, 1, ""),
    ({"_RSC_COMPLETE": "complete_powershell", LINE: "rsc pin cl"}, 0,
     "claude:::claude-sonnet-5\n"),
])  # fmt: skip
def test_what_a_shell_is_told(
    rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], status: int,
    told: str,
) -> None:  # fmt: skip
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    ran = rsc()
    assert (ran.status, ran.out, ran.err) == (status, told, "")


@pytest.mark.parametrize(("shell", "place", "loaded_by"), [
    ("bash", ".bash_completions/rsc.sh", ".bashrc"),
    ("zsh", ".zfunc/_rsc", ".zshrc"),
    ("fish", ".config/fish/completions/rsc.fish", None),
])  # fmt: skip
def test_it_is_installed_once(
    tmp_path: Path, shell: str, place: str, loaded_by: str | None
) -> None:
    assert install(shell, "rsc", tmp_path) == tmp_path / place
    before = (tmp_path / loaded_by).read_text() if loaded_by else ""
    install(shell, "rsc", tmp_path)
    assert (tmp_path / place).read_text() == script_of(shell, "rsc") + "\n"
    assert ((tmp_path / loaded_by).read_text() if loaded_by else "") == before


def test_what_a_shell_is_set_up_with_already_stays(tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_text("alias ll='ls -l'")
    install("bash", "rsc", tmp_path)
    source = f"source '{tmp_path}/.bash_completions/rsc.sh'"
    assert (tmp_path / ".bashrc").read_text() == f"alias ll='ls -l'\n{source}\n"


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_script_is_shown(rsc: Rsc, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    monkeypatch.setattr(shellingham, "detect_shell", lambda: (shell, shell))
    ran = rsc("--show-completion")
    assert (ran.status, ran.out) == (0, script_of(shell, "rsc") + "\n")
    assert "_RSC_COMPLETE" in ran.out


def test_another_shell_is_told_so(rsc: Rsc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shellingham, "detect_shell", lambda: ("tcsh", "tcsh"))
    ran = rsc("--install-completion")
    assert ran.status == 2
    assert "bash, zsh, fish and PowerShell" in ran.err


def test_it_is_installed_for_the_shell_around(
    rsc: Rsc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shellingham, "detect_shell", lambda: ("fish", sys.executable))
    ran = rsc("--install-completion")
    place = tmp_path / "home/.config/fish/completions/rsc.fish"
    assert (ran.status, ran.out.startswith(f"fish completes words of rsc by {place}")) == (0, True)
    assert place.is_file()
