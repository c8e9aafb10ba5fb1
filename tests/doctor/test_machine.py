"""What is wrong around the files: state folder, packages, proxies."""

from __future__ import annotations

from pathlib import Path

import pytest

from rscrew_console.doctor.machine import proxy_findings, state_findings, version_findings
from tests.rows import each_row


@each_row(("environ", "socks", "codes"), [
    ({}, False, []),
    ({"HTTPS_PROXY": "http://proxy.example:3128"}, False, ["proxy"]),
    ({"https_proxy": "proxy.example:3128"}, False, ["proxy"]),
    ({"HTTPS_PROXY": "http://a:1", "https_proxy": "http://b:1"}, False, ["two-proxies", "proxy"]),
    ({"ALL_PROXY": "socks5://proxy.example:1080"}, False, ["socks-proxy"]),
    ({"ALL_PROXY": "socks5h://proxy.example:1080"}, True, ["proxy"]),
    ({"HTTP_PROXY": "ftp://proxy.example"}, True, ["bad-proxy"]),
    ({"HTTP_PROXY": "http://"}, True, ["bad-proxy"]),
    ({"HTTP_PROXY": "http://proxy:x"}, True, ["bad-proxy"]),
    ({"NO_PROXY": "localhost"}, False, ["no-proxy"]),
    ({"HTTPS_PROXY": "  "}, False, []),
])  # fmt: skip
def test_proxies(environ: dict[str, str], socks: bool, codes: list[str]) -> None:
    assert [one.code for one in proxy_findings(environ, socks=socks)] == codes


def test_a_password_of_a_proxy_is_never_told() -> None:
    values = ("http://user:secret9@proxy.example:1", "ftp://user:secret9@x", "user:secret9@x:y")
    for value in values:
        for finding in proxy_findings({"HTTPS_PROXY": value}, socks=False):
            assert "secret9" not in f"{finding.message} {finding.mend}"
            assert "user" not in finding.message


@pytest.mark.parametrize(("mode", "codes"), [(0o700, []), (0o755, ["state-readable"])])
def test_the_state_folder(tmp_path: Path, mode: int, codes: list[str]) -> None:
    root = tmp_path / "rscrew-console"
    assert [*state_findings(root, "~/state")] == [], "it need not be there yet"
    root.mkdir()
    root.chmod(mode)
    assert [one.code for one in state_findings(root, "~/state")] == codes


def test_packages_that_do_not_go_together() -> None:
    sentence = "textual 7.0 is installed, and rscrew-console needs textual>=8.0"
    (finding,) = version_findings([sentence])
    assert (finding.severity, finding.message) == ("error", sentence)
    assert finding.mend == 'pip install --upgrade "textual>=8.0"'
