"""Reads the configuration of LiteLLM's proxy: names, their deployments, fallbacks and aliases.

Facts were tried on LiteLLM 1.106.2, see docs/formats/litellm.md. A provider is a deployment. It is
named as its `model_name`; deployments with the same model, key and address are one provider.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.values import described
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Provider
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path

SECTIONS = ("router_settings", "litellm_settings")
"""Where fallbacks may stand; the first is the documented one."""
FALLBACKS, DEFAULTS, ALIASES = "fallbacks", "default_fallbacks", "model_group_alias"
OTHER_CHAINS = ("context_window_fallbacks", "content_policy_fallbacks")
PARAMS = "litellm_params"
_WRONG_PREFIXES = {"together/": "together_ai/", "google/": "gemini/"}
_ENVIRONMENT = "os.environ/"

Identity = tuple[str, str, str]
"""Model, key and address of a deployment."""


@dataclass(frozen=True, slots=True)
class ProxyDeployment:
    """One entry of `model_list`."""

    name: str
    params: Mapping[Any, Any]
    path: Path
    order: int = 0

    @property
    def model(self) -> str:
        return str(self.params.get("model") or "")

    @property
    def identity(self) -> Identity:
        parts = (self.params.get(key) for key in ("model", "api_key", "api_base"))
        model, key, address = ("" if part is None else str(part) for part in parts)
        return model, key, address


@dataclass(frozen=True, slots=True)
class FallbackItem:
    """One `name: [fallbacks]` of a list of fallbacks."""

    names: tuple[str, ...]
    path: Path
    """Where the list of names is; `path[:-1]` is the item."""


@dataclass
class ProxyFile:
    """What the file says, by name."""

    groups: dict[str, list[ProxyDeployment]] = field(default_factory=dict)
    """`model_name` → its deployments, by `order` and then as they stand."""
    fallbacks: dict[str, FallbackItem] = field(default_factory=dict)
    defaults: tuple[str, ...] = ()
    aliases: dict[str, tuple[str, Path]] = field(default_factory=dict)
    """Alias → the name that it stands for, and where that is."""
    other_chains: dict[str, dict[str, FallbackItem]] = field(default_factory=dict)

    @cached_property
    def provider_names(self) -> Mapping[Identity, str]:
        """The name of the provider of each deployment: a name that others fall back to first.

        Asked for when all has been read.
        """
        targets = {name for item in self.fallbacks.values() for name in item.names}
        targets.update(self.defaults)
        ordered = sorted(self.groups, key=lambda name: name not in targets)
        names: dict[Identity, str] = {}
        for name in ordered:
            for number, deployment in enumerate(self.groups[name]):
                label = name if number == 0 else f"{name} [{number + 1}]"
                names.setdefault(deployment.identity, label)
        return names


def read_proxy(findings: Findings, value: Mapping[Any, Any]) -> ProxyFile:
    """Everything that the file says; what is wrong with it goes to the findings."""
    proxy = ProxyFile()
    entries = value.get("model_list")
    if entries is not None and not isinstance(entries, list):
        findings.add("wrong-type", ("model_list",), f"model_list is {described(entries)} where a"
                     " list of models belongs")  # fmt: skip
        entries = []
    for index, entry in enumerate(entries or ()):
        deployment = _deployment(findings, ("model_list", index), entry)
        if deployment is not None:
            proxy.groups.setdefault(deployment.name, []).append(deployment)
    for deployments in proxy.groups.values():
        deployments.sort(key=lambda one: one.order)
    for section in SECTIONS:
        settings = findings.mapping((section,), value.get(section))
        for name, item in _items(findings, (section, FALLBACKS), settings.get(FALLBACKS)):
            proxy.fallbacks.setdefault(name, item)
        defaults = settings.get(DEFAULTS)
        if isinstance(defaults, list) and not proxy.defaults:
            proxy.defaults = tuple(name for name in defaults if isinstance(name, str))
        for kind in OTHER_CHAINS:
            chains = proxy.other_chains.setdefault(kind, {})
            for name, item in _items(findings, (section, kind), settings.get(kind)):
                chains.setdefault(name, item)
        for alias, target, path in _aliases(findings, section, settings.get(ALIASES)):
            proxy.aliases.setdefault(alias, (target, path))
    _check_names(findings, proxy)
    return proxy


def _aliases(findings: Findings, section: str, value: Any) -> Iterator[tuple[str, str, Path]]:
    """Alias, the name that it stands for, and where that is: a text, or a mapping with `model`."""
    for alias, target in findings.mapping((section, ALIASES), value).items():
        path: Path = (section, ALIASES, alias)
        if isinstance(target, Mapping) and isinstance(target.get("model"), str):
            yield str(alias), target["model"], (*path, "model")
        elif isinstance(target, str):
            yield str(alias), target, path


def providers_of(proxy: ProxyFile) -> tuple[Provider, ...]:
    """One provider for each different deployment, in file order."""
    names = proxy.provider_names
    providers: dict[str, Provider] = {}
    for deployments in proxy.groups.values():
        for one in deployments:
            name = names[one.identity]
            providers.setdefault(name, _provider(name, one))
    return tuple(providers.values())


def _provider(name: str, deployment: ProxyDeployment) -> Provider:
    params = deployment.params
    key = params.get("api_key")
    variable = key.removeprefix(_ENVIRONMENT) if isinstance(key, str) else ""
    is_variable = isinstance(key, str) and key.startswith(_ENVIRONMENT)
    base = params.get("api_base")
    numbers = {
        ours: params[theirs]
        for ours, theirs in (
            ("temperature", "temperature"), ("top_p", "top_p"), ("max_tokens", "max_tokens"),
            ("rate_limit", "rpm"), ("timeout", "timeout"),
        )
        if isinstance(params.get(theirs), int | float) and not isinstance(params[theirs], bool)
    }  # fmt: skip
    return Provider(
        name=name,
        model=deployment.model,
        api_key_env=variable if is_variable else None,
        base_url=base if isinstance(base, str) else None,
        path=deployment.path,
        **numbers,
    )


def _deployment(findings: Findings, path: Path, value: Any) -> ProxyDeployment | None:
    entry = findings.mapping(path, value)
    name, params = entry.get("model_name"), entry.get(PARAMS)
    if not isinstance(name, str) or not name.strip():
        findings.add("bad-name", path, f"{dotted(path)} has no model_name")
        return None
    params = findings.mapping((*path, PARAMS), params)
    model = params.get("model")
    if not isinstance(model, str) or not model.strip():
        findings.add("no-model", path, f"{name}: {PARAMS}.model is missing")
    else:
        for wrong, right in _WRONG_PREFIXES.items():
            if model.startswith(wrong):
                findings.add(
                    "wrong-prefix", (*path, PARAMS, "model"),
                    f"{name}: LiteLLM refuses {model}; it spells it"
                    f" {right}{model.removeprefix(wrong)}", "warning",
                )  # fmt: skip
    order = params.get("order")
    return ProxyDeployment(name, params, path, order if isinstance(order, int) else 0)


def _items(findings: Findings, path: Path, value: Any) -> Iterator[tuple[str, FallbackItem]]:
    """The items of a list `[{name: [fallbacks]}, …]`."""
    if value is None:
        return
    if not isinstance(value, list):
        findings.add(
            "proxy-stops", path, f"{dotted(path)} is {described(value)}: LiteLLM's proxy does not"
            " start; write a list of - name: [fallback, …]",
        )  # fmt: skip
        return
    for index, item in enumerate(value):
        place = (*path, index)
        if not isinstance(item, Mapping) or len(item) != 1:
            what = "several names" if isinstance(item, Mapping) and item else described(item)
            findings.add(
                "proxy-stops", place, f"{dotted(place)} is {what} where one name: [fallback, …]"
                " belongs: LiteLLM's proxy does not start",
            )  # fmt: skip
            continue
        name, names = next(iter(item.items()))
        if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
            findings.add(
                "ignored-fallbacks", (*place, name), f"{dotted((*place, name))} is no list of"
                " names: LiteLLM ignores it", "warning",
            )  # fmt: skip
            continue
        yield str(name), FallbackItem(tuple(names), (*place, name))


def _check_names(findings: Findings, proxy: ProxyFile) -> None:
    all_names = (*proxy.groups, *proxy.aliases)
    has_wildcard = any("*" in name for name in proxy.groups)

    def check(path: Path, name: str, what: str) -> None:
        if name not in all_names and not has_wildcard:
            suggestion = did_you_mean(name, all_names)
            findings.add(
                "unknown-name", path, f'{what} "{name}", which is not in model_list: LiteLLM says'
                f" nothing and skips it{suggestion}", "warning",
            )  # fmt: skip

    for chains in (proxy.fallbacks, *proxy.other_chains.values()):
        for name, item in chains.items():
            if name != "*":
                check(item.path, name, "there are fallbacks for")
            for index, target in enumerate(item.names):
                if target == name:
                    findings.add(
                        "self-fallback", (*item.path, index), f'"{name}" falls back to itself',
                        "warning",
                    )  # fmt: skip
                else:
                    check((*item.path, index), target, f'"{name}" falls back to')
    for alias, (target, path) in proxy.aliases.items():
        check(path, target, f'the alias "{alias}" stands for')
