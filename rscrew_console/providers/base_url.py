"""A `base_url` as people paste it, into the one base that checks and calls put their paths behind.

What is certain is accepted: a whole endpoint, a slash at the end, a doubled `/v1`, the name of an
environment variable. For what is not certain, `base_problem` says which address was meant.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from rscrew_console.providers.kind import Kind
from rscrew_console.providers.kinds import kind_of, kind_of_host
from rscrew_console.providers.model_names import names_of
from rscrew_console.roster.address import address_of, is_loopback
from rscrew_console.roster.model import Provider
from rscrew_console.roster.visible import visible

_REFERENCE = re.compile(
    r"\$\{(?:env:)?(?P<braced>[A-Za-z_]\w*)(?::?-(?P<default>[^}]*))?\}"
    r"|\{env:(?P<opencode>[A-Za-z_]\w*)\}|\$(?P<plain>[A-Za-z_]\w*)"
)
_OTHER_REFERENCE = re.compile(
    r"\{\{\s*(?:env\.)?(?P<template>[A-Za-z_]\w*)\s*\}\}|%(?P<windows>[A-Za-z_]\w*)%"
)
"""How other programs write a variable, which is not certain here."""
_AROUND = (('"', '"'), ("'", "'"), ("`", "`"), ("<", ">"))
"""What is pasted along around an address."""
_OF_LITELLM = re.compile(r"os\.environ/(?P<name>[A-Za-z_]\w*)")
_PARTS = re.compile(r"(?P<host>[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*)(?P<path>.*)")
_DOUBLED = re.compile(r"(/v\d+(?:beta|alpha)?)(?:\1)+$")
_HALF_ENDPOINT = re.compile(r"(/v\d+)/chat$")
_VERSION = re.compile(r"/v\d+(beta|alpha)?(/|$)")
_CAPITAL_VERSION = re.compile(r"/V\d+(beta|alpha)?(?=/|$)", re.IGNORECASE)
_ONE_MODEL = re.compile(
    r"(?P<version>/v\d+)/models/(?P<name>[^/]+(/(?!v\d+$)[^/]+)?)$", re.IGNORECASE
)
"""The address of what a server says of one model. A name may have one slash in it."""

_CHAT_ENDPOINTS = ("/chat/completions", "/completions", "/responses", "/embeddings", "/models")
_ENDPOINTS: Mapping[str, tuple[str, ...]] = {
    "anthropic": ("/messages/count_tokens", "/messages", "/complete", "/models"),
    "ollama": (*_CHAT_ENDPOINTS, "/api/chat", "/api/generate", "/api/tags"),
    "azure": (),
}
"""The paths of calls and lists that are cut off a base; a kind that is not here has OpenAI's."""
_OF_GEMINI = re.compile(r"(/openai/chat/completions|/models(/[^/]+?)?(:[a-zA-Z]+)?)$")
_OF_AZURE = re.compile(r"/openai/(deployments(/(?P<name>[^/]+)(/.*)?)?|models|v1(/.*)?|responses)$")
AZURE_VERSION = "2024-10-21"
_AZURE_VERSION_OF_V1 = "2025-04-01-preview"
"""For who writes Azure's newer address, `/openai/v1`: the same deployments, with newer models."""
_OTHERS = (
    ("/v1/messages", "anthropic", "Anthropic's"), ("/api/chat", "ollama", "Ollama's"),
    ("/api/generate", "ollama", "Ollama's"), ("/api/tags", "ollama", "Ollama's"),
)  # fmt: skip
"""Endpoints that a server like OpenAI's does not have: the kind that has them, and whose they are.
"""
_WITHOUT_VERSION = (
    "api.perplexity.ai", "models.github.ai", "models.inference.ai.azure.com", "api.deepseek.com",
)  # fmt: skip
"""Hosts of servers like OpenAI's whose paths begin at the root."""


def with_variables(provider: Provider, env: Mapping[str, str]) -> Provider:
    """The provider with the variables in its `base_url` filled in, as far as they are set.

    `${NAME}`, `${NAME:-default}`, `$NAME`, LiteLLM's `os.environ/NAME`, opencode's `{env:NAME}` and
    VS Code's `${env:NAME}` are understood. Quotes and brackets around the address are left out.
    """
    text = without_quotes(provider.base_url or "")
    if not text:
        return provider
    if "$" not in text and "os.environ/" not in text and "{env:" not in text:
        return provider if text == provider.base_url else replace(provider, base_url=text)
    if litellm_reference := _OF_LITELLM.fullmatch(text):
        return replace(provider, base_url=env.get(litellm_reference["name"], "").strip() or text)

    def filled(reference: re.Match[str]) -> str:
        value = env.get(_name_in(reference), "").strip()
        return value or reference["default"] or reference[0]

    return replace(provider, base_url=_REFERENCE.sub(filled, text))


def missing_variable(base_url: str) -> str:
    """The first variable that a `base_url` names and that was not filled in; "" without one."""
    text = base_url.strip()
    match = _OF_LITELLM.fullmatch(text)
    if match:
        return match["name"]
    reference = _REFERENCE.search(text)
    return _name_in(reference) if reference else ""


def without_quotes(text: str) -> str:
    """The address without spaces, quotation marks and angle brackets around it."""
    text = text.strip()
    for first, last in _AROUND:
        if len(text) > 1 and text[0] == first and text[-1] == last:
            return text[1:-1].strip()
    return text


def _name_in(reference: re.Match[str]) -> str:
    return reference["braced"] or reference["opencode"] or reference["plain"]


def normal_base(text: str, kind: Kind) -> str:
    """The base of a server that speaks the kind's protocol, without a slash at the end.

    Its query is left out. Text that is no address comes back as it is, but for spaces and slashes.
    """
    base = re.split(r"[?#]", text.strip())[0].rstrip("/")
    parts = _PARTS.fullmatch(base)
    if parts is None:
        return base
    path = _CAPITAL_VERSION.sub(lambda part: part[0].lower(), re.sub(r"/{2,}", "/", parts["path"]))
    path = _without_endpoint(path, kind)
    path = _DOUBLED.sub(r"\1", _HALF_ENDPOINT.sub(r"\1", path.rstrip("/")))
    return parts["host"] + _with_version(parts["host"], path, kind)


def azure_version(base_url: str | None) -> str:
    """The `api-version` for Azure: the one in the user's own address, or else ours."""
    text = (base_url or "").strip()
    versions = re.findall(r"[?&]api-version=([^&#]*)", text)
    version = unquote(versions[-1]) if versions else ""
    if version and version.isprintable():
        return version
    return _AZURE_VERSION_OF_V1 if "/openai/v1" in text.partition("?")[0] else AZURE_VERSION


def base_problem(provider: Provider) -> str:
    """What is wrong with a `base_url`, and the address that was meant; "" for nothing.

    The variables in it are filled in already. No password of the address is told.
    """
    return next(_problems(provider), "")


def wrong_endpoint(provider: Provider) -> str:
    """That the address is an endpoint of another protocol than the provider's; "" if it is not."""
    kind, text = kind_of(provider), provider.base_url or ""
    base = re.split(r"[?#]", text.strip())[0].rstrip("/")
    if kind is None or kind.talk is None or not _is_chat(kind) or kind_of_host(base) is not None:
        return ""
    for ending, kind_name, whose in _OTHERS:
        if base.endswith(ending):
            root = shown_address(base.removesuffix(ending))
            return (
                f"base_url is {whose} endpoint: say kind: {kind_name}, or write {root}/v1 for the"
                " server's imitation of OpenAI"
            )
    return ""


def shown_address(url: str) -> str:
    """An address fit to be shown: without a user, a password and a query."""
    return re.sub(r"//[^/?#]*@", "//", re.split(r"[?#]", url)[0])


def is_private(host: str) -> bool:
    """Whether a host can only be one of this machine or of one's own network."""
    bare = host.strip("[]")
    if is_loopback(host):
        return True
    try:
        return ipaddress.ip_address(bare).is_private
    except ValueError:
        return "." not in bare or bare.endswith((".local", ".lan", ".internal", ".localhost"))


def _problems(provider: Provider) -> Iterator[str]:
    text = (provider.base_url or "").strip()
    kind = kind_of(provider)
    if not text or kind is None or kind.talk is None or missing_variable(text):
        return
    if wrong := wrong_endpoint(provider):
        yield wrong
    if address_of(text) is None:
        if other := _OTHER_REFERENCE.search(text):
            name = other["template"] or other["windows"]
            yield f"base_url is not an address; write ${{{name}}} to have the variable filled in"
        elif without := with_scheme(text):
            yield (
                "base_url is not an address that begins with https://; write"
                f" {shown_address(without)}"
            )
        return
    deployment = _OF_AZURE.search(re.split(r"[?#]", text)[0].rstrip("/"))
    named = deployment["name"] if deployment and kind.name == "azure" else None
    own = provider.model.removeprefix("azure/")
    if named and named != own:
        yield (
            f"base_url names the deployment {named} and model another one, which is the one that"
            f" is called; if you mean {named}, write model: azure/{named}"
        )
    one_model = _ONE_MODEL.search(re.split(r"[?#]", text)[0].rstrip("/"))
    named = one_model["name"] if one_model and kind.name not in ("azure", "gemini") else ""
    if named and named not in (provider.model, *names_of(kind, provider.model)):
        yield (
            f"base_url names the model {visible(named)}, and {visible(provider.model)} is the one"
            f" that is called; write base_url: {shown_address(normal_base(text, kind))}"
        )
    base = normal_base(text, kind)
    if may_lack_version(kind, base):
        yield (f"base_url has no path; such servers mostly want {shown_address(base)}/v1")


def with_scheme(text: str) -> str:
    """The address that is meant by one without `http://` or `https://`; "" where none is."""
    host = re.match(r"(?P<host>\[[0-9a-fA-F:]+\]|[\w.-]+)(:\d+)?(/|$)", text)
    if host is None or "://" in text or not ("." in host["host"] or ":" in text.partition("/")[0]):
        return ""
    return f"{'http' if is_loopback(host['host']) else 'https'}://{text}"


def may_lack_version(kind: Kind, base: str) -> bool:
    """Whether `/v1` may be missing at the end of a base; whether it is cannot be told from it."""
    address, parts = address_of(base), _PARTS.fullmatch(base)
    return (
        _is_chat(kind)
        and address is not None
        and parts is not None
        and not parts["path"]
        and kind_of_host(base) is None
        and address.host not in _WITHOUT_VERSION
    )


def _without_endpoint(path: str, kind: Kind) -> str:
    if kind.name == "gemini":
        return _OF_GEMINI.sub("", path)
    if kind.name == "azure":
        return _OF_AZURE.sub("", path)
    for ending in _ENDPOINTS.get(kind.name, _CHAT_ENDPOINTS):
        if path.lower().endswith(ending):
            return path[: -len(ending)]
    return _ONE_MODEL.sub(r"\g<version>", path)


def _with_version(host: str, path: str, kind: Kind) -> str:
    """The path with the version in front of everything, where there can be no other."""
    address = address_of(host)
    if address is None or _VERSION.search(path) or not _is_chat(kind):
        return path
    home = kind_of_host(host)
    if home is not None and home.talk is not None:
        vendor_parts = _PARTS.fullmatch(home.talk.base_url)
        own = (
            vendor_parts["path"]
            if vendor_parts and vendor_parts["host"].endswith(f"//{address.host}")
            else ""
        )
        return own if own.startswith(path) else path
    return "/v1" if not path and is_private(address.host) else path


def _is_chat(kind: Kind) -> bool:
    """Whether its servers have OpenAI's paths, with `/v1` as a part of the base."""
    talk = kind.talk
    return (
        talk is not None
        and talk.listing == "/models"
        and (not talk.base_url or talk.base_url.endswith("/v1"))
    )
