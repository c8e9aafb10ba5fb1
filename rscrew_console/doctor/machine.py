"""What is wrong around the files: the state folder, installed packages, proxies."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from rscrew_console.doctor.finding import Finding, quoted
from rscrew_console.roster.visible import visible
from rscrew_console.session.state import passing_note

PROXY_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
_PROXY_SCHEMES = ("", "http", "https", "socks5", "socks5h")


def state_findings(root: Path, shown: str) -> Iterator[Finding]:
    """Whether history, journals and the ledger can be kept, for this user alone."""
    if note := passing_note(root):
        yield Finding("state", "warning", "no-state", visible(note), mend="set HOME")
        return
    there = next(path for path in (root, *root.parents) if path.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        yield Finding(
            "state", "error", "state-not-writable",
            "you may not write here, so that nothing can be undone", shown,
            mend=f"chown it to you, or set XDG_STATE_HOME: ls -ld {quoted(shown)}",
        )  # fmt: skip
        return
    mode = stat.S_IMODE(root.stat().st_mode) if root.is_dir() else 0
    if mode & 0o077:
        yield Finding(
            "permissions", "warning", "state-readable",
            "holds earlier states of your files, and others on this machine can read it", shown,
            mend=f"chmod 700 {quoted(shown)}", fix="mode", mode=0o700,
        )  # fmt: skip


def version_findings(misfits: Sequence[str]) -> Iterator[Finding]:
    """Installed packages that do not go together, by the sentences of `versions.misfits`."""
    for sentence in misfits:
        needed = sentence.rpartition(" needs ")[2]
        mend = f'pip install --upgrade "{needed}"'
        yield Finding("versions", "error", "version", visible(sentence), mend=mend)


def proxy_findings(environ: Mapping[str, str], *, socks: bool) -> Iterator[Finding]:
    """What the proxy variables say: that they are used, and what in them cannot work.

    `socks` is whether the package for SOCKS proxies is installed. Values are never shown: they may
    hold a password.
    """
    for name in PROXY_VARIABLES:
        upper, lower = environ.get(name, "").strip(), environ.get(name.lower(), "").strip()
        value = lower or upper
        if not value:
            continue
        if upper and lower and upper != lower:
            yield Finding(
                "proxies", "warning", "two-proxies",
                f"{name} and {name.lower()} differ; {name.lower()} counts",
                mend=f"unset {name}, or give both the same value",
            )  # fmt: skip
        if name == "NO_PROXY":
            yield Finding("proxies", "note", "no-proxy", f"{name} is set: those go past the proxy")
            continue
        yield _proxy(name if upper and not lower else name.lower(), value, socks=socks)


def _proxy(name: str, value: str, *, socks: bool) -> Finding:
    scheme, _, rest = value.rpartition("://")
    try:
        parts = urlsplit(f"//{rest}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if scheme.lower() not in _PROXY_SCHEMES or not host:
        return Finding(
            "proxies", "warning", "bad-proxy", f"{name} is no proxy's address",
            mend=f"write it as in {name}=http://proxy.example:3128",
        )  # fmt: skip
    where = visible(f"{host}:{port}" if port else host)
    if scheme.lower().startswith("socks") and not socks:
        return Finding(
            "proxies", "warning", "socks-proxy",
            f"{name} names a SOCKS proxy ({where}), for which a package is missing",
            mend='pip install "httpcore[socks]"',
        )  # fmt: skip
    return Finding("proxies", "note", "proxy", f"{name} is set: providers are asked over {where}")
