"""What the calls of a loop thread share, made when it is first needed."""

from __future__ import annotations

from rscrew_console.runtime.wire.client import Client
from rscrew_console.runtime.wire.timing import LoopLag


class Shared:
    """To be made and used in the loop thread."""

    def __init__(self) -> None:
        self.client = Client()
        self.lag = LoopLag()

    async def aclose(self) -> None:
        await self.client.aclose()
