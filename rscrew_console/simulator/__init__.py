"""Local servers that speak the vendors' protocols, and misbehave on demand.

`rsc demo` and the tests ask them instead of vendors: real sockets on this machine, no keys, no
costs. Nothing here knows the rest of the program.
"""

from rscrew_console.simulator.behaviour import BEHAVIOURS, HEALTHY, Behaviour, Script, in_turn
from rscrew_console.simulator.server import Simulator
from rscrew_console.simulator.site import Site
from rscrew_console.simulator.vendors import VENDORS

__all__ = [
    "BEHAVIOURS", "HEALTHY", "VENDORS", "Behaviour", "Script", "Simulator", "Site", "in_turn",
]  # fmt: skip
