"""Whether providers can serve, found out for free.

The pure core decides what to ask (`steps`) and what the answers mean (`judge`); the rim asks
(`check`, `fetch`). Only the first check loads an HTTP client.
"""

from rscrew_console.providers.health.result import Health
from rscrew_console.providers.status import STATUSES, USABLE, Status, in_words

__all__ = ["STATUSES", "USABLE", "Health", "Status", "in_words"]
