"""A simulator for the tests of a module."""

from collections.abc import Iterator

import pytest

from rscrew_console.simulator import Simulator


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running
