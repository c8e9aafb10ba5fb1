"""The only place that calls models: through the vendors' own HTTP APIs, and through LiteLLM where
only that knows the vendor. Nothing comes out but answers, and failures in words that hold no key.

Importing this loads neither an HTTP client nor LiteLLM: the first call does.
"""

from rscrew_console.runtime.wire.wire import Wire

__all__ = ["Wire"]
