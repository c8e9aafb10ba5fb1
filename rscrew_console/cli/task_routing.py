"""`classify` and `route`: which kind of task a prompt is, and which model would answer it."""

from collections.abc import Iterator
from typing import Annotated, Any

import click

from rscrew_console.cli.crew import cli_context_of
from rscrew_console.cli.declared import Argument, Option, names_among
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import say, say_json, styled
from rscrew_console.dialects import OperationError
from rscrew_console.roster.visible import visible
from rscrew_console.tasks.classify import classify as kind_of_prompt
from rscrew_console.tasks.context import LENGTHS, task_context
from rscrew_console.tasks.kinds import TaskContext

Prompt = Annotated[str, Argument(metavar="PROMPT")]
Domain = Annotated[
    str | None, Option(metavar="NAME", help="What it is about, such as algorithm_design.")
]


def classify(
    ctx: click.Context, prompt: Prompt, domain: Domain = None, as_json: AsJson = False
) -> None:
    """Show which of six kinds of task a prompt is, and the words that decided."""
    del ctx  # every command has one
    result = kind_of_prompt(prompt, _context(domain=domain))
    if as_json:
        say_json(result._asdict())
        return
    say(f"{result.task_type} ({result.confidence:.0%} sure)")
    if result.words:
        say(f"decided by: {visible(', '.join(result.words))}")
    else:
        say(styled("no word of it shows the kind; the domain or the default decided", "dim"))


def route(
    ctx: click.Context,
    prompt: Prompt,
    dry_run: Annotated[
        bool, Option("--dry-run", help="Ask no model; show which one would answer, and why.")
    ] = False,
    task: Annotated[
        str | None, Option(metavar="KIND", help="The kind of task, if you know it.")
    ] = None,
    difficulty: Annotated[str | None, Option(metavar="1-10", help="How hard it is.")] = None,
    domain: Domain = None,
    length: Annotated[
        str | None,
        Option(
            metavar="short|medium|long",
            complete=names_among(LENGTHS),
            help="How long the answer should be.",
        ),
    ] = None,
    reasoning: Annotated[bool, Option("--reasoning", help="It needs reasoning.")] = False,
    creativity: Annotated[bool, Option("--creativity", help="It needs creativity.")] = False,
    quality: Annotated[
        bool, Option("--quality", help="Quality is more important than cost.")
    ] = False,
    cheap: Annotated[bool, Option("--cheap", help="Low cost is important.")] = False,
    as_json: AsJson = False,
) -> None:
    """Answer a prompt with the model that suits its kind of task.

    The file is that of --config, $ORCHESTRATION_CONFIG_PATH or ./orchestration_config.yaml; without
    one the built-in models serve.
    """
    from rscrew_console.routing.decision import RoutingError
    from rscrew_console.routing.router import TaskRouter
    from rscrew_console.runtime.errors import CallError

    if difficulty is not None and not difficulty.isdecimal():
        raise click.BadParameter(f'--difficulty is a whole number from 1 to 10, not "{difficulty}"')
    context = _context(
        difficulty=None if difficulty is None else int(difficulty),
        domain=domain,
        expected_length=length,
        requires_reasoning=reasoning or None,
        requires_creativity=creativity or None,
        quality=quality or None,
        cost_sensitive=cheap or None,
    )
    cli_context = cli_context_of(ctx)
    router = TaskRouter(cli_context.path if cli_context.config_option is not None else None)
    try:
        if dry_run:
            decision = router.explain(prompt, context, task_type=task)
            if as_json:
                say_json(decision.as_dict())
                return
            for line in _lines(decision):
                say(visible(line))
            return
        answer = router.route_task(prompt, context, task_type=task)
    except (RoutingError, CallError) as error:
        raise OperationError(str(error)) from error
    finally:
        router.close()
    if as_json:
        say_json(
            {
                "text": answer.text, "task_type": answer.task_type, "model": answer.model,
                "cost_usd": answer.cost_usd, "input_tokens": answer.input_tokens,
                "output_tokens": answer.output_tokens, "cached": answer.cached,
            }
        )  # fmt: skip
        return
    for line in answer.text.split("\n"):
        say(visible(line))


def _context(**given: Any) -> TaskContext:
    """Raises BadParameter for a value that cannot be."""
    try:
        return task_context(given)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _lines(decision: Any) -> Iterator[str]:
    """What would happen, for people."""
    found = decision.classification
    words = f", by: {', '.join(found.words)}" if found.words else ""
    yield f"task: {decision.task_type} ({found.confidence:.0%} sure{words})"
    first, *others = decision.models
    yield f"model: {first}"
    if others:
        yield f"then: {', '.join(others)}"
    yield from (f"why: {reason}" for reason in decision.reasons)
    yield from (f"left out: {model}: {why}" for model, why in decision.left_out)
    if decision.max_tokens is not None:
        cost = decision.highest_cost
        yield f"at most {decision.max_tokens} tokens" + (f", ${cost:.4f}" if cost else "")
    if decision.temperature is not None:
        yield f"temperature: {decision.temperature:g}"
    if decision.cost_limit is not None:
        yield f"cost limit: ${decision.cost_limit:g} a call"
    for name, (value, source) in decision.settings.items():
        if source != "built in":
            yield f"{name}: {value} (from {source})"
