"""Whether a model can be called as it stands: whose it is, its key, its name, its price, its end.

Everything here is pure: what a vendor has answered comes in as a health.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from rscrew_console.providers.env_files import place_of, to_set
from rscrew_console.providers.health.result import Health
from rscrew_console.providers.key_readers import reader_variables
from rscrew_console.providers.keys import foreign_key, key_state
from rscrew_console.providers.kinds import KINDS, Kind, kind_of, unknown_vendor
from rscrew_console.providers.model_names import offered
from rscrew_console.providers.prices import PriceQuote
from rscrew_console.providers.spellings import spelling_problem, well_spelled
from rscrew_console.providers.status import Status, in_words
from rscrew_console.records import dataclass
from rscrew_console.roster.facts import KeyState, Retirement
from rscrew_console.roster.model import Provider
from rscrew_console.roster.secret import shown_variable

Replacing = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class ModelKey:
    """The key of a model, as the program that reads the file finds it."""

    state: KeyState
    variables: tuple[str, ...] = ()
    """In which it looks, in its order; empty where no key is needed, or nobody knows which."""
    variable: str = ""
    """The one that holds the key, or else the one to set."""


@dataclass(frozen=True, slots=True)
class PreflightResult:
    """One model. All texts are fit to be shown but for control characters, and hold no key."""

    name: str
    """As the user or the file calls it."""
    model: str
    kind: str | None
    key: ModelKey
    status: Status
    """What the free check has found; `unchecked` where nobody was asked."""
    listed: bool | None = None
    """Whether the vendor's list has the model; None where it was not seen."""
    price: PriceQuote | None = None
    retirement: Retirement | None = None
    problems: tuple[str, ...] = ()
    """Why the model cannot be called, a clause each."""
    mend: tuple[str, ...] = ()
    """The lines to type, or what to do, in the order of the problems."""
    notes: tuple[str, ...] = ()
    """What is good to know and stops nobody."""

    @property
    def passes(self) -> bool:
        return not self.problems

    @property
    def kind_title(self) -> str:
        return KINDS[self.kind].title if self.kind else "unknown"


def model_key(provider: Provider, dialect: str, env: Mapping[str, str]) -> ModelKey:
    """Only the variables of this model's own vendor count, and of these only those that are read.

    `env` is what `keys.load_env` returns.
    """
    variables = reader_variables(provider, dialect)
    if not variables:
        return ModelKey("not_needed")
    filled = next((name for name in variables if env.get(name, "").strip()), "")
    if not filled:
        state: KeyState = "not_needed" if provider.login else "missing"
        return ModelKey(state, variables, variables[0])
    return ModelKey(key_state(_reading(provider, filled), env), variables, filled)


def as_read(provider: Provider, key: ModelKey) -> Provider | None:
    """The provider with the variable that its reader takes the key from, to be checked.

    None where there is nothing to be asked: no key, or a vendor that nobody knows.
    """
    if kind_of(provider) is None or key.state in ("missing", "placeholder"):
        return None
    return _reading(provider, key.variable) if key.variable in key.variables else provider


def preflight_result(
    provider: Provider,
    dialect: str,
    env: Mapping[str, str],
    health: Health | None = None,
    quote: PriceQuote | None = None,
    retirement: Retirement | None = None,
    replacing: Replacing = lambda _old, new: f'use "{new}"',
) -> PreflightResult:
    """`health` is that of a free check, None where nobody was asked; `replacing` is what to type
    for another model in the place of one."""
    kind, key = kind_of(provider), model_key(provider, dialect, env)
    found = [
        *_about_the_kind(provider, kind),
        *_about_the_key(provider, kind, key, env),
        *_about_the_name(provider, dialect, replacing),
        *_about_the_end(provider, dialect, retirement, replacing),
        *_about_the_answer(health),
    ]
    notes = [] if retirement is None or retirement.over else [_ends(retirement)]
    if health is not None and health.status == "unverifiable":
        notes.append(health.detail)
    elif kind is not None and kind.unverifiable:
        notes.append(kind.unverifiable)
    return PreflightResult(
        name=provider.name or provider.model,
        model=provider.model,
        kind=kind.name if kind else None,
        key=key,
        status=health.status if health else "no_key" if key.state == "missing" else "unchecked",
        listed=_listed(kind, provider.model, health),
        price=quote,
        retirement=retirement,
        problems=tuple(problem for problem, _ in found),
        mend=tuple(dict.fromkeys(line for _, line in found if line)),
        notes=tuple(dict.fromkeys(notes)),
    )


def _reading(provider: Provider, variable: str) -> Provider:
    return replace(provider, api_key_env=variable)


def _about_the_kind(provider: Provider, kind: Kind | None) -> list[tuple[str, str]]:
    return [] if kind else [("unknown vendor", "; ".join(unknown_vendor(provider)))]


def _about_the_key(
    provider: Provider, kind: Kind | None, key: ModelKey, env: Mapping[str, str]
) -> list[tuple[str, str]]:
    if owner := foreign_key(provider):
        named = shown_variable(provider.api_key_env or "")
        return [(
            f"{named} is the key of {KINDS[owner].title}, and is sent to no other vendor",
            "name the variable of this provider's own key in api_key_env",
        )]  # fmt: skip
    variable = shown_variable(key.variable)
    if key.state == "placeholder":
        return [(
            f"{variable} holds a placeholder, not a key",
            f"put the real key into {variable}{place_of(env, key.variable)}",
        )]  # fmt: skip
    if key.state != "missing" or kind is None:
        return []
    example = kind.key_example
    unread = [
        name for name in kind.key_variables
        if name not in key.variables and env.get(name, "").strip() and not provider.api_key_env
    ]  # fmt: skip
    why = f"; {' and '.join(unread)} is set, and is not read here" if unread else ""
    line = f"export {variable}={example}    or {to_set(env, variable, example)}"
    return [(f"{variable} is not set{why}", line)]


def _about_the_name(
    provider: Provider, dialect: str, replacing: Replacing
) -> list[tuple[str, str]]:
    problem = spelling_problem(provider, dialect)
    right = well_spelled(provider, dialect)
    mend = replacing(provider.model, right) if right and right != provider.model else ""
    return [(problem.partition("; ")[0], mend)] if problem else []


def _about_the_end(
    provider: Provider, dialect: str, retirement: Retirement | None, replacing: Replacing
) -> list[tuple[str, str]]:
    if retirement is None or not retirement.over:
        return []
    successor = retirement.successor
    use = well_spelled(replace(provider, model=successor), dialect) if successor else ""
    mend = replacing(provider.model, use) if use else "choose another model: rsc recommend"
    return [(f"the vendor has retired it on {retirement.date}", mend)]


def _ends(retirement: Retirement) -> str:
    use = f"; use {retirement.successor} from then on" if retirement.successor else ""
    return f"the vendor will retire it on {retirement.date}{use}"


def _about_the_answer(health: Health | None) -> list[tuple[str, str]]:
    if health is None or health.usable or health.status in ("no_key", "placeholder_key"):
        return []
    return [(": ".join(filter(None, (in_words(health.status), health.detail))), health.hint)]


def _listed(kind: Kind | None, model: str, health: Health | None) -> bool | None:
    if health is None or kind is None:
        return None
    if health.status == "model_not_found":
        return False
    return offered(kind, model, health.offers) is not None if health.offers else None
