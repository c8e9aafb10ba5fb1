"""The only place that calls models. LiteLLM does the talking, and nothing of it comes out but
answers, and failures in words that hold no key.

Importing this loads neither LiteLLM nor an HTTP client: the first call does.
"""

from rscrew_console.runtime.wire.library import RuntimeMissing
from rscrew_console.runtime.wire.wire import Wire

__all__ = ["RuntimeMissing", "Wire"]
