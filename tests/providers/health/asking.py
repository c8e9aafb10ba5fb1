"""What the tests of health have in common: simulated vendors, made-up keys, and questions."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from rscrew_console.providers.health import Health
from rscrew_console.providers.health.check import check_all
from rscrew_console.providers.kinds import KINDS
from rscrew_console.roster.model import HealthSettings, Provider
from rscrew_console.simulator import VENDORS, Site

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
KEYS = {
    "anthropic": "sk-ant-api03-Zk81QvLx07TtRm", "openai": "sk-proj-9fHw20PqYc55Nd",
    "gemini": "AIzaSyB7xKd93Lq0WmT4", "deepseek": "sk-2b7e1516c0ffee99",
    "openrouter": "sk-or-v1-66aa0b12ddcd", "together": "tgp_v1_Jx82LmQz01Wv",
    "mistral": "Vq73ndK2mZp8RrT1", "groq": "gsk_Wd84Kq1ZxM0tBn", "xai": "xai-Mz19TbY5Kw30Lc",
    "cerebras": "csk-x8k3m9w2r5t1", "azure": "0f9e8d7c6b5a41320f9e", "ollama": "",
    "openai_compatible": "",
}  # fmt: skip
"""One per vendor, none like another."""

ENV = {
    variable: KEYS[kind.name]
    for kind in KINDS.values()
    for variable in kind.key_variables[:1]
    if KEYS.get(kind.name)
}
QUICK = HealthSettings(timeout=5.0)


def provider_at(site: Site, model: str | None = None, **fields: str | bool) -> Provider:
    """A provider of the site's kind, under the kind's name."""
    kind = KINDS[site.vendor.name]
    given = {
        "kind": kind.name,
        "base_url": site.base_url,
        "api_key_env": kind.key_variables[0] if kind.key_variables else None,
        **fields,
    }
    return Provider(kind.name, site.models[0] if model is None else model, **given)  # type: ignore[arg-type] # a dict has one type for all of its values


def check(
    *providers: Provider,
    env: Mapping[str, str] = ENV,
    settings: HealthSettings = QUICK,
    deep: bool = False,
) -> list[Health]:
    return asyncio.run(check_all(providers, env, settings, clock=lambda: NOW, deep=deep))


__all__ = ["ENV", "KEYS", "NOW", "QUICK", "VENDORS", "check", "provider_at"]
