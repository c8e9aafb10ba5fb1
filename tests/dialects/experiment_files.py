"""The three files of experiments, and how tests read and change them."""

from typing import cast

from rscrew_console.dialects import detect
from rscrew_console.dialects.operations import (
    Operation,
)
from rscrew_console.document import Document, parse_document
from rscrew_console.roster.experiment import (
    ScenarioTable,
)
from rscrew_console.roster.model import Roster

FULL = """\
# Do mixed groups haggle differently?
NUM_AGENTS: 6            # every scenario has to add up to this
NUM_ROUNDS: 4

ENABLE_MULTI_MODEL: true

model_configs:
  acme/large-1:
    model_type: acme/large-1
    api_key_env: OPENROUTER_API_KEY   # the usual key
    max_tokens: 800
    temperature: 0.4
    rate_limit: 30       # a minute
    retry_delay: 2.0
    custom_params:
      top_p: 0.8

  zenith/small-2:
    model_type: zenith/small-2

scenarios:
  - name: One odd one out
    model_distribution:
      acme/large-1: 5      # the crowd
      zenith/small-2: 1    # the stranger
  - name: Half and half
    model_distribution:
      acme/large-1: 3
      zenith/small-2: 3

MAIN_MODEL: acme/base-1   # when nothing else is said
SUB_MODEL: acme/tiny-1"""
ALONE = """\
scenarios:
  - name: "All one"
    description: "the baseline"
    model_distribution:
      "acme/large-1": 10
"""
JSON = """\
{
  "scenarios": [
    {
      "name": "pair",
      "model_distribution": {"acme/large-1": 5, "zenith/small-2": 5},
      "num_agents_override": 2
    }
  ]
}
"""


def opened(text: str, name: str = "experiment.yaml") -> tuple[Document, Roster]:
    """The document, and what the dialect makes of it."""
    document = cast("Document", parse_document(text, name))
    dialect = detect(document, name)
    assert dialect.name == "experiment"
    result = dialect.read(document)
    assert result.roster is not None
    return document, result.roster


def table_of(text: str, name: str = "experiment.yaml") -> ScenarioTable:
    table = opened(text, name)[1].scenarios
    assert table is not None
    return table


def after(operation: Operation, text: str = FULL, name: str = "experiment.yaml") -> str:
    """The text after the operation."""
    document, roster = opened(text, name)
    return document.apply(operation.edits(detect(document, name), document, roster)).text


def findings(text: str, name: str = "experiment.yaml") -> list[tuple[str, str, int]]:
    """Severity, code and line of each."""
    document = cast("Document", parse_document(text, name))
    problems = detect(document, name).read(document).problems
    return [(problem.severity, problem.code, problem.line) for problem in problems]
