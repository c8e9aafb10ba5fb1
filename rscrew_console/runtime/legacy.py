"""RSCrew's functions: all of them give the agent the model that the file says."""

from __future__ import annotations

from rscrew_console.runtime import logs
from rscrew_console.runtime.llm import RoutedLLM
from rscrew_console.runtime.manager import ModelManager

_managers: dict[str, ModelManager] = {}


def get_model_manager() -> ModelManager:
    """The manager of this process, of the file that the command line would take.

    Raises `session.SessionError` where there is none that can be read.
    """
    # Two threads may make one each; `setdefault` lets but one of them stay.
    return _managers.get("") or _managers.setdefault("", ModelManager())


def create_llm_with_smart_routing(agent_name: str) -> RoutedLLM:
    """The agent's model; see `ModelManager.get_llm_for_agent`."""
    return get_model_manager().get_llm_for_agent(agent_name)


def create_claude_llm_with_monitoring(agent_name: str) -> RoutedLLM:
    """An older name of `create_llm_with_smart_routing`: the file decides, not this name."""
    return _legacy("Claude", agent_name)


def create_gemini_llm_with_monitoring(agent_name: str) -> RoutedLLM:
    """As `create_claude_llm_with_monitoring`."""
    return _legacy("Gemini", agent_name)


def create_openai_llm_with_monitoring(agent_name: str) -> RoutedLLM:
    """As `create_claude_llm_with_monitoring`."""
    return _legacy("OpenAI", agent_name)


def create_deepseek_llm_with_monitoring(agent_name: str) -> RoutedLLM:
    """As `create_claude_llm_with_monitoring`."""
    return _legacy("DeepSeek", agent_name)


def _legacy(vendor: str, agent_name: str) -> RoutedLLM:
    manager = get_model_manager()
    logs.debug(f"Legacy {vendor} call for {agent_name} - routing through model manager")
    return manager.get_llm_for_agent(agent_name)
