"""Which versions of other packages are installed, and which are needed: for errors that they cause.

Nothing here is needed while all goes well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version

OURS = "rscrew-console"
_API_MISMATCH = re.compile(
    r"unexpected keyword argument|missing \d+ required|takes .*positional argument"
    r"|^module '|^type object '"
)
"""How Python says that the caller and the called are of different versions."""


def installed(package: str) -> str:
    """The version that is installed; "" for none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def misfits(
    package: str = OURS,
    *,
    version_of: Callable[[str], str] = installed,
    requires_of: Callable[[str], list[str] | None] = requires,
) -> list[str]:
    """Each installed package whose version `package` does not go with, as a sentence.

    For our own, what an extra names counts where it is installed, and so does what LiteLLM needs.
    """
    conflicts = [
        f"{name} {present} is installed, and {package} needs {name}{needed}"
        for name, needed, present, fits in _requirements(package, version_of, requires_of)
        if not fits
    ]
    if package == OURS and version_of("litellm"):
        conflicts += misfits("litellm", version_of=version_of, requires_of=requires_of)
    return conflicts


def packages() -> list[tuple[str, str]]:
    """The packages that ours is built on and their versions, and those of its extras; "" for
    one that is not installed."""
    from packaging.requirements import Requirement

    try:
        requirements = [Requirement(line) for line in requires(OURS) or []]
    except PackageNotFoundError:
        return []
    named = {
        requirement.name
        for requirement in requirements
        if "extra == 'dev'" not in str(requirement.marker).replace('"', "'")
    }
    return sorted((name, installed(name)) for name in named - {OURS})


def _requirements(
    package: str, version_of: Callable[[str], str], requires_of: Callable[[str], list[str] | None]
) -> Iterator[tuple[str, str, str, bool]]:
    """Name, range that is needed, version that is installed (or "no version"), whether it fits."""
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        lines = requires_of(package) or []
    except PackageNotFoundError:
        return
    for line in lines:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        marker, present = requirement.marker, version_of(requirement.name)
        is_extra = bool(marker) and "extra ==" in str(marker)
        if is_extra and (package != OURS or not present or "dev" in str(marker)):
            continue
        if marker and not is_extra and not marker.evaluate({"extra": ""}):
            continue
        fits = bool(present) and requirement.specifier.contains(present, prereleases=True)
        yield requirement.name, str(requirement.specifier), present or "no version", fits


def is_mismatch(error: BaseException) -> bool:
    """Whether Python says that a name or an argument is not there: two versions do not go together.

    What the error was raised from counts, as libraries wrap the errors of those below them.
    """
    visited_ids: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in visited_ids:
        if isinstance(at, ImportError):
            return True
        if isinstance(at, TypeError | AttributeError) and _API_MISMATCH.search(str(at)):
            return True
        visited_ids.add(id(at))
        at = at.__cause__ or at.__context__
    return False


def incompatible(error: BaseException, about: Callable[[], list[str]] = misfits) -> list[str]:
    """What to tell of an error that installed versions have caused; [] where they have not.

    Sentences with the library's name, its installed version and the range that is needed.
    """
    conflicts = about()
    if conflicts:
        return [*conflicts, _mend(conflicts)]
    if not is_mismatch(error):
        return []
    library = _library(error)
    needed_range_of = {name: need for name, need, _, _ in _requirements(OURS, installed, requires)}
    if library is None or library not in needed_range_of:
        return []
    present = installed(library) or "(no version)"
    newer = (
        f"{library} {present} is installed, which may be newer than this version of {OURS} knows"
    )
    return [
        f"{newer}; it needs {library}{needed_range_of[library]}",
        f"try: pip install --upgrade {OURS}, or an older {library}",
    ]


def _mend(conflicts: list[str]) -> str:
    ranges = " ".join(f'"{sentence.rpartition(" needs ")[2]}"' for sentence in conflicts)
    return f"to fix it: pip install --upgrade {ranges}"


def _library(error: BaseException) -> str | None:
    """The package whose module an error is about: by its own word, else where it was raised."""
    owner = getattr(error, "obj", None)
    module = getattr(error, "name", None) if isinstance(error, ImportError) else None
    if isinstance(error, AttributeError) and owner is not None:
        own = getattr(owner, "__module__", None) or type(owner).__module__
        module = owner.__name__ if type(owner).__name__ == "module" else own
    if module is None:
        step = error.__traceback__
        while step is not None:
            module, step = step.tb_frame.f_globals.get("__name__"), step.tb_next
    names = packages_distributions().get(str(module).partition(".")[0], [])
    return names[0].lower() if names else None
