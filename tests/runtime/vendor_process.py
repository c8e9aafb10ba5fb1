"""Simulated vendors in a process of their own, so that they are not slow because we are."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from rscrew_console.simulator import Behaviour, Simulator
from rscrew_console.simulator.completions import streams


class VendorProcess:
    """What runs in the other process; `base_urls` are by vendor."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.base_urls: Mapping[str, str] = self._line()

    def requests(self) -> Mapping[str, Sequence[bool]]:
        """Of each vendor, for each request that it has seen so far: whether it wants a stream."""
        assert self._process.stdin is not None
        self._process.stdin.write("requests\n")
        self._process.stdin.flush()
        requests: Mapping[str, Sequence[bool]] = self._line()
        return requests

    def _line(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def vendor_process(
    models: Mapping[str, str], behaviours: Mapping[str, Sequence[Behaviour]]
) -> Iterator[VendorProcess]:
    """One site of each vendor, with its one model. Each does what its behaviours say, one request
    after the other, and then begins again."""
    sites = {
        name: [model, [asdict(one) for one in behaviours[name]]] for name, model in models.items()
    }
    command = [sys.executable, "-m", __name__, json.dumps(sites)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield VendorProcess(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()  # which ends it


def _in_rotation(behaviours: Sequence[Behaviour]) -> Callable[[int], Behaviour]:
    return lambda number: behaviours[number % len(behaviours)]


def _send(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main(given: Mapping[str, tuple[str, Sequence[Mapping[str, Any]]]]) -> None:
    with Simulator() as simulator:
        sites = {
            name: simulator.site(
                name, _in_rotation([Behaviour(**one) for one in behaviours]), models=[model]
            )
            for name, (model, behaviours) in given.items()
        }
        _send({name: site.base_url for name, site in sites.items()})
        for _line in sys.stdin:
            _send({name: list(map(streams, site.requests)) for name, site in sites.items()})


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
