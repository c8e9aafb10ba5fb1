"""A simulator and a wire for the tests of a module."""

from collections.abc import Iterator

import pytest

from rscrew_console.runtime.wire import Wire
from rscrew_console.simulator import Simulator
from tests.runtime.wire.calling import NOW


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    wire = Wire(clock=lambda: NOW)
    yield wire
    wire.close()
