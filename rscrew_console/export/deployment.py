"""One provider as LiteLLM's proxy takes it: the model, the address and the key that calls use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rscrew_console.providers.base_url import azure_version, with_variables
from rscrew_console.providers.health.target import Target
from rscrew_console.providers.keys import key_variables
from rscrew_console.providers.kinds import kind_of
from rscrew_console.providers.secret import Secret, split_keys
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Provider
from rscrew_console.roster.secret import is_variable_name, looks_like_key
from rscrew_console.runtime.requests import CallFailure, ModelRequest
from rscrew_console.runtime.wire.request_target import NO_KEY, RequestTarget, request_target_of

_HELD_BY_PROXY = Secret("held-by-the-proxy")
"""The keys are where the proxy runs: here every key counts as being there."""
_UNKNOWN_BASE = "https://in-the-environment.invalid"
_PASSWORD = re.compile(r"//[^/?#]*@")


@dataclass(frozen=True, slots=True)
class Deployment:
    """A provider of the file, ready for the proxy."""

    provider: Provider
    params: Mapping[str, Any]
    """`litellm_params`."""
    variables: tuple[str, ...]
    """What the environment of the proxy has to hold."""
    warnings: tuple[str, ...]


def deployment_of(provider: Provider, env: Mapping[str, str]) -> Deployment | str:
    """The deployment, or why the proxy cannot have the provider.

    `env` is asked for two things only: whether a variable holds more keys than one, and what the
    variables in a base_url are.
    """
    provider = with_variables(provider, env)
    keys = key_variables(provider)[:1]
    if any(looks_like_key(name) or not is_variable_name(name) for name in keys):
        return "its api_key_env is not the name of a variable"
    request_target = request_target_of(_order(provider, keys))
    if isinstance(request_target, CallFailure):
        return request_target.detail
    warnings = [
        f"{name} holds several keys, which LiteLLM would send as one: give the proxy a single one"
        for name in keys
        if len(split_keys(env.get(name, ""))) > 1
    ]
    base, base_variable = _base(provider, request_target)
    if base_variable and provider.base_url:
        warnings.append(
            f"its base_url holds a password and is not written out: set {base_variable} to the"
            " base_url where the proxy runs"
        )
    if provider.rate_limit is not None and _rpm(provider.rate_limit) != provider.rate_limit:
        warnings.append(
            f"its rate_limit of {provider.rate_limit:g} a minute becomes"
            f" {_rpm(provider.rate_limit)}: LiteLLM knows whole numbers only"
        )
    params = {
        "model": request_target.model,
        "api_key": f"os.environ/{keys[0]}" if keys else NO_KEY if request_target.target else None,
        "api_base": base,
        "api_version": azure_version(provider.base_url)
        if _is_azure(request_target.target)
        else None,
        "temperature": provider.temperature,
        "top_p": provider.top_p,
        "max_tokens": provider.max_tokens,
        "timeout": plain_number(provider.timeout),
        "rpm": None if provider.rate_limit is None else _rpm(provider.rate_limit),
        "input_cost_per_token": provider.price and provider.price.input / 1_000_000,
        "output_cost_per_token": provider.price and provider.price.output / 1_000_000,
    }
    parameters = {name: value for name, value in params.items() if value is not None}
    needed = (*keys, *filter(None, (base_variable,)))
    named_warnings = tuple(f"{provider.name}: {warning}" for warning in warnings)
    return Deployment(provider, parameters, needed, named_warnings)


def plain_number(number: float | None) -> float | None:
    """60 instead of 60.0, as people write it."""
    return int(number) if number is not None and number == int(number) else number


def _order(provider: Provider, keys: tuple[str, ...]) -> ModelRequest:
    own = provider.base_url or ""
    base = "" if own.strip() else _UNKNOWN_BASE
    return ModelRequest(provider, _HELD_BY_PROXY if keys else None, (), timeout=0, base=base)


def _base(provider: Provider, request_target: RequestTarget) -> tuple[str | None, str | None]:
    """`api_base`, and the variable that holds it where it does not stand in the file.

    Neither where LiteLLM knows the address by itself.
    """
    if provider.base_url and _PASSWORD.search(provider.base_url):
        variable = re.sub(r"\W", "_", provider.name, flags=re.ASCII).upper() + "_BASE_URL"
        return f"os.environ/{variable}", variable
    if provider.base_url:
        return request_target.base, None
    kind = kind_of(provider)
    variables = kind.talk.base_variables if kind and kind.talk else ()
    if kind and kind.talk and variables and not kind.talk.base_url:
        return f"os.environ/{variables[0]}", variables[0]
    return None, None


def _is_azure(target: Target | None) -> bool:
    return target is not None and target.kind.name == "azure"


def _rpm(rate_limit: float) -> int:
    return max(1, int(rate_limit))
