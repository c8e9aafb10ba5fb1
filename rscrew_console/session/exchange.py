"""Two files change names in one step, where the system can do that.

A plain rename deletes the former file: what another program wrote into it in the last microseconds
is lost. After an exchange the former file still has a name, and can be read.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

_WORKING_FOLDER = -100
"""AT_FDCWD: paths are relative to the working folder."""
_EXCHANGE = 2
"""RENAME_EXCHANGE, see renameat2(2)."""
UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
"""What a system or file system says that cannot do it."""


def exchange(first: Path, second: Path) -> None:
    """Each gets the name of the other. Raises OSError, with one of UNSUPPORTED where it is unknown
    here."""
    import ctypes

    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):  # not on this system
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    call.argtypes = (
        ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint,
    )  # fmt: skip
    if call(_WORKING_FOLDER, os.fsencode(first), _WORKING_FOLDER, os.fsencode(second), _EXCHANGE):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(first), None, str(second))
