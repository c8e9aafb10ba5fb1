"""Names of a package that are loaded on first use: nobody waits for what he does not need."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_names(package: str, names_in: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """A package's `__getattr__`, see PEP 562.

    `names_in` maps modules, relative to the package, to the names that they have. A name must not
    be that of a module of the package, which hides it once it is loaded.
    """
    home_of = {name: home for home, names in names_in.items() for name in names}

    def load(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, value)  # the next one finds it without asking
        return value

    return load
