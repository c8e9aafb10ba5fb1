"""LiteLLM's own router on what we wrote: it means what we say."""

import json
import os
import subprocess
import sys

from rscrew_console.dialects.operations import SetChains
from tests.dialects.test_litellm import done, models

ROUTER = """
import json, sys
from litellm import Router
data = json.load(sys.stdin)
settings = data["router_settings"]
router = Router(
    model_list=data["model_list"], fallbacks=settings["fallbacks"],
    model_group_alias=settings["model_group_alias"],
)
print(json.dumps({
    "fallbacks": {name: names for item in router.fallbacks for name, names in item.items()},
    "leads": {
        one["model_name"]: one["litellm_params"]["model"] for one in router.get_model_list()
    },
}))
"""


def test_the_real_router_reads_what_we_wrote_and_means_what_we_say() -> None:
    """In a process of its own: its import leaves threads and warnings behind."""
    after, result = done(SetChains({"coder": ("cheap", "writer", "coder")}))
    ran = subprocess.run(
        [sys.executable, "-c", ROUTER],
        input=json.dumps(after.value),
        env={**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    router = json.loads(ran.stdout)
    leads, fallbacks = router["leads"], router["fallbacks"]
    for name, chain in models(result).items():
        assert [leads[name], *(leads[one] for one in fallbacks.get(name, []))] == chain
