"""`--install-completion` and `--show-completion`, and what the shells ask for meanwhile.

The words of the scripts are those of the scripts that the first versions wrote into people's shells
(by way of Typer, hence the names of the variables), so that those go on working.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import click
from click.shell_completion import CompletionItem, ShellComplete, split_arg_string

from rscrew_console.records import dataclass

BASH = r"""%(function)s() {
    local IFS=$'\n'
    COMPREPLY=( $( env COMP_WORDS="${COMP_WORDS[*]}" \
                   COMP_CWORD=$COMP_CWORD \
                   %(variable)s=complete_bash $1 ) )
    return 0
}

complete -o default -F %(function)s %(program)s"""
ZSH = r"""#compdef %(program)s

%(function)s() {
  eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" %(variable)s=complete_zsh %(program)s)
}

compdef %(function)s %(program)s"""
_ASKING = "env %(variable)s=complete_fish _TYPER_COMPLETE_FISH_ACTION={action}"
_LINE = "_TYPER_COMPLETE_ARGS=(commandline -cp) %(program)s"
FISH = (
    "complete --command %(program)s --no-files"
    f' --arguments "({_ASKING.format(action="get-args")} {_LINE})"'
    f' --condition "{_ASKING.format(action="is-args")} {_LINE}"'
)
POWERSHELL = r"""Import-Module PSReadLine
Set-PSReadLineKeyHandler -Chord Tab -Function MenuComplete
$scriptblock = {
    param($wordToComplete, $commandAst, $cursorPosition)
    $Env:%(variable)s = "complete_powershell"
    $Env:_TYPER_COMPLETE_ARGS = $commandAst.ToString()
    $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete
    %(program)s | ForEach-Object {
        $commandArray = $_ -Split ":::"
        $command = $commandArray[0]
        $helpString = $commandArray[1]
        [System.Management.Automation.CompletionResult]::new(
            $command, $command, 'ParameterValue', $helpString)
    }
    $Env:%(variable)s = ""
    $Env:_TYPER_COMPLETE_ARGS = ""
    $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = ""
}
Register-ArgumentCompleter -Native -CommandName %(program)s -ScriptBlock $scriptblock"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL, "pwsh": POWERSHELL}


def variable_of(program: str) -> str:
    """`_RSC_COMPLETE` for `rsc`: by it the shell says what it wants to know."""
    return f"_{program}_COMPLETE".replace("-", "_").replace(".", "_").upper()


def script_of(shell: str, program: str) -> str:
    """The script that a shell runs to complete the words of the program."""
    function = re.sub(r"\W", "", program.replace("-", "_"), flags=re.ASCII)
    return SCRIPTS[shell] % {
        "function": f"_{function}_completion",
        "variable": variable_of(program),
        "program": program,
    }


@dataclass(frozen=True, slots=True)
class ShellAnswer:
    """What is printed for a shell, and the exit status with it."""

    text: str
    status: int = 0


def answer(command: click.Command, program: str, instruction: str) -> ShellAnswer | None:
    """What a script is told; None where the instruction is none of a script's."""
    shell = instruction.removeprefix("complete_")
    if shell == instruction or shell not in SCRIPTS:
        return None
    args, typed = _words(shell)
    completer = ShellComplete(command, {}, program, variable_of(program))
    items = completer.get_completions(args, typed)
    if shell == "fish" and os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return ShellAnswer("", 0 if items else 1)  # fish asks first whether there is anything
    return ShellAnswer(_FORMATS[shell](items))


def install(shell: str, program: str, home: Path) -> Path:
    """Write the script where the shell looks for it; where it is. Raises OSError."""
    script = script_of(shell, program)
    if shell == "bash":
        place = home / ".bash_completions" / f"{program}.sh"
        _add_lines(home / ".bashrc", f"source '{place}'")
    elif shell == "zsh":
        place = home / ".zfunc" / f"_{program}"
        _add_lines(home / ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit")
    elif shell == "fish":
        place = home / ".config/fish/completions" / f"{program}.fish"
    else:
        place = _powershell_profile(shell)
        _add_lines(place, script)
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"{script}\n", encoding="utf-8")
    return place


def _add_lines(place: Path, lines: str) -> None:
    """Append lines to a file of the user's, unless it has them."""
    before = place.read_text(encoding="utf-8") if place.is_file() else ""
    if lines not in before:
        place.parent.mkdir(parents=True, exist_ok=True)
        between = "" if not before or before.endswith("\n") else "\n"
        place.write_text(f"{before}{between}{lines}\n", encoding="utf-8")


def _powershell_profile(shell: str) -> Path:
    asked = subprocess.run(
        [shell, "-NoProfile", "-Command", "echo $profile"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return Path(asked.stdout.strip())


def _words(shell: str) -> tuple[list[str], str]:
    """The whole words before the cursor, without the program's, and the one begun."""
    if shell == "bash":
        words = split_arg_string(os.environ.get("COMP_WORDS", ""))
        at = int(os.environ.get("COMP_CWORD") or 0)
        return words[1:at], words[at] if at < len(words) else ""
    line = os.environ.get("_TYPER_COMPLETE_ARGS", "")
    words = split_arg_string(line)[1:]
    begun = bool(words) and not line.endswith(" ")
    return (words[:-1], words[-1]) if begun else (words, "")


def _for_bash(items: list[CompletionItem]) -> str:
    return "\n".join(item.value for item in items)


def _for_zsh(items: list[CompletionItem]) -> str:
    def quoted(text: str) -> str:
        for sign, escaped in (
            ('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", r"\\:"),
        ):  # fmt: skip
            text = text.replace(sign, escaped)
        return f'"{text}"'

    described = [
        f"{quoted(item.value)}:{quoted(item.help)}" if item.help else quoted(item.value)
        for item in items
    ]
    return f"_arguments '*: :(({chr(10).join(described)}))'" if described else "_files"


def _for_fish(items: list[CompletionItem]) -> str:
    return "\n".join(
        f"{item.value}\t{_one_line(item.help)}" if item.help else item.value for item in items
    )


def _for_powershell(items: list[CompletionItem]) -> str:
    return "\n".join(f"{item.value}:::{_one_line(item.help) or ' '}" for item in items)


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


_FORMATS: dict[str, Callable[[list[CompletionItem]], str]] = {
    "bash": _for_bash, "zsh": _for_zsh, "fish": _for_fish, "powershell": _for_powershell,
    "pwsh": _for_powershell,
}  # fmt: skip
