"""The user's folders for this program, there or not, as platformdirs names them.

On Linux they are known without it, if the variables are set as usual: with all that it imports,
platformdirs takes as long to load as a small crew.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

NAME = "rscrew-console"
_ON_LINUX = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
}


def user_folder(kind: Literal["config", "state", "cache"]) -> Path:
    """The folder for settings, for what must outlive the program, or for what may be lost.

    If no home folder is known, it may be relative, or RuntimeError, LookupError or OSError is
    raised: that depends on the version of platformdirs.
    """
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        variable, below_home = _ON_LINUX[kind]
        named, home = os.environ.get(variable, ""), os.environ.get("HOME", "")
        if named.startswith("/"):
            return Path(named) / NAME
        if not named and home.startswith("/"):
            return Path(home) / below_home / NAME
    import platformdirs

    by_kind = {
        "config": platformdirs.user_config_path,
        "state": platformdirs.user_state_path,
        "cache": platformdirs.user_cache_path,
    }
    return by_kind[kind](NAME)
