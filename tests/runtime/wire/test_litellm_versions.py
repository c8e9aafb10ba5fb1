"""LiteLLM in a version that does not go with ours, or with what it is built on."""

import sys
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest

from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import CallFailed, CallFailure, ModelRequest
from rscrew_console.runtime.wire import Wire
from rscrew_console.runtime.wire.answers import internal
from rscrew_console.runtime.wire.litellm_fallback import MISSING
from rscrew_console.versions import installed
from tests.runtime.wire.calling import HI

ORDER = ModelRequest(Provider("mine", "bedrock/anthropic.claude-3"), None, HI, 20.0)


class APIConnectionError(Exception):
    """As LiteLLM names what it wraps around any exception."""


class Module(ModuleType):
    """Stands in for the module `litellm`."""

    def __init__(self, error: Exception, *, wrapped: bool = False) -> None:
        super().__init__("litellm")
        self.error, self.wrapped = error, wrapped

    async def acompletion(self, **_: Any) -> Any:
        if not self.wrapped:
            raise self.error
        try:
            raise self.error
        except type(self.error) as error:
            raise APIConnectionError(f"litellm.APIConnectionError: {error}") from error


def asked() -> CallFailure:
    wire = Wire(clock=lambda: datetime.now(UTC))
    with pytest.raises(CallFailed) as caught:
        wire.ask(ORDER)
    wire.close()
    return caught.value.failure


def failed(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> CallFailure:
    monkeypatch.setitem(sys.modules, "litellm", module)
    return asked()


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("error", [
    TypeError("post() got an unexpected keyword argument 'body'"),
    ModuleNotFoundError("No module named 'mcp'", name="mcp"),
    AttributeError("module 'openai' has no attribute 'types'"),
])  # fmt: skip
def test_it_is_named_with_its_version(
    monkeypatch: pytest.MonkeyPatch, error: Exception, wrapped: bool
) -> None:
    failure = failed(monkeypatch, Module(error, wrapped=wrapped))
    assert failure.fault == "internal_error"
    assert f"and litellm {installed('litellm')}: the provider is not to blame" in failure.detail


def test_a_connection_that_fails_is_no_matter_of_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    failure = failed(monkeypatch, Module(OSError("refused"), wrapped=True))
    assert failure.fault == "unreachable"


def test_where_it_is_not_installed_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", [NotThere(), *sys.meta_path])
    monkeypatch.delitem(sys.modules, "litellm", raising=False)
    failure = asked()
    assert (failure.fault, failure.detail) == ("unverifiable", MISSING)


def test_where_it_cannot_be_imported_its_version_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", [NotThere("openai"), *sys.meta_path])
    monkeypatch.delitem(sys.modules, "litellm", raising=False)
    failure = asked()
    assert failure.fault == "internal_error"
    assert f"litellm {installed('litellm')}" in failure.detail


class NotThere:
    """An import system in which LiteLLM is not there, or lacks a module."""

    def __init__(self, missing: str = "litellm") -> None:
        self.missing = missing

    def find_spec(self, name: str, *_: Any) -> None:
        if name == "litellm":
            raise ModuleNotFoundError(f"No module named {self.missing!r}", name=self.missing)


def test_which_versions_do_not_fit_is_said() -> None:
    told = {"litellm": ["openai 4.0 is installed, and litellm needs openai<4.0.0"]}
    failure = internal(TypeError("sk-secret"), ("litellm",), lambda name: told.get(name, []))
    assert failure.detail.endswith(
        "the provider is not to blame; openai 4.0 is installed, and litellm needs openai<4.0.0"
    )
    assert "sk-secret" not in failure.detail
