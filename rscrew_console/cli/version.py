"""What `--version` prints; it is answered before anything else is loaded."""

from rscrew_console import __version__

VERSION = f"rscrew-console {__version__}"
