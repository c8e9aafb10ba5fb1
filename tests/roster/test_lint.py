"""What is unwise in a crew: one warning for each case, and none for what is well."""

import pytest

from rscrew_console.roster.calling import Calling
from rscrew_console.roster.chain import Chain, FallbackRule, Link, SlotScheme
from rscrew_console.roster.facts import Facts, KeyState
from rscrew_console.roster.lint import lint
from rscrew_console.roster.model import Agent, Provider, Roster, Settings
from rscrew_console.roster.problem import Path, Problem
from rscrew_console.roster.secret import HIDDEN
from tests.rows import each_row

SLOTS = ("primary", "secondary", "tertiary", "fallback")
KINDS = ("anthropic", "openai", "gemini")


class Places:
    """Short paths, so that the cases can be read."""

    def provider_path(self, provider: str, field: str | None = None) -> Path:
        return ("p", provider) if field is None else ("p", provider, field)

    def agent_path(self, agent: str, field: str | None = None) -> Path:
        return ("a", agent) if field is None else ("a", agent, field)

    def distribution_path(self) -> Path:
        return ("d",)

    def settings_path(self, field: str) -> Path:
        return ("s", field)

    def takes_field(self, field: str) -> bool:
        return True


def agent(name: str, *providers: str) -> Agent:
    links = tuple(Link(slot, name) for slot, name in zip(SLOTS, providers, strict=False) if name)
    return Agent(name, Chain(SlotScheme(SLOTS), links))


def provider_lint(
    provider: Provider, kind: str | None = "openai", full: str = "", owner: str | None = None
) -> tuple[Problem, ...]:
    """The warnings about one provider of an otherwise empty crew."""
    problem = f'CrewAI and LiteLLM need "{full}"' if full else ""
    facts = Facts(
        kind, "set", (provider.api_key_env or "",), full or provider.model, owner,
        spelling_problem=problem,
    )  # fmt: skip
    roster = Roster("x", SlotScheme(SLOTS), (provider,), ())
    return lint(roster, {provider.name: facts}, Places(), KINDS)


@each_row("url", [
    "https://api.openai.com/v1", "http://localhost:11434", "http://LOCALHOST/v1",
    "http://127.0.0.1:8000", "http://127.1.2.3/", "http://[::1]:80/v1", "http://app.localhost",
    "http://user:pw@localhost:1", "http://0.0.0.0:4000", None, "",
])  # fmt: skip
def test_addresses_that_are_well(url: str | None) -> None:
    assert provider_lint(Provider("p", "m", base_url=url)) == ()


def test_plain_http_without_a_key_says_nothing_of_one() -> None:
    local = Provider("p", "ollama/x", base_url="http://ollama:11434")
    facts = Facts("ollama", "not_needed")
    roster = Roster("x", SlotScheme(SLOTS), (local,), ())
    (problem,) = lint(roster, {"p": facts}, Places(), KINDS)
    assert "key" not in problem.message
    assert problem.of_several == problem.message.replace("p: ", "providers: ", 1)


def test_plain_http_to_another_machine_can_be_allowed() -> None:
    provider = Provider("p", "m", base_url="http://192.168.1.7:8000", allow_insecure=True)
    assert provider_lint(provider) == ()


@each_row(("url", "code"), [
    ("http://api.example.com/v1", "plain-http"),
    ("HTTP://api.example.com", "plain-http"),
    ("http://192.168.1.7:8000", "plain-http"),
    ("http://localhost.example.com", "plain-http"),
    ("http://127.0.0.1.example.com", "plain-http"),
    ("http://user:localhost@example.com/", "plain-http"),
    ("http://localhost@example.com/", "plain-http"),
    ("http://[2001:db8::1]/", "plain-http"),
    ("api.example.com/v1", "not-a-url"),
    ("localhost:8000", "not-a-url"),
    ("ftp://example.com", "not-a-url"),
    ("https://", "not-a-url"),
])  # fmt: skip
def test_addresses_that_are_not(url: str, code: str) -> None:
    (problem,) = provider_lint(Provider("p", "m", base_url=url))
    assert (problem.code, problem.path) == (code, ("p", "p", "base_url"))
    assert problem.severity == "warning"
    assert "example" not in problem.message


@each_row(("provider", "kind", "full", "owner", "code", "says"), [
    (Provider("g", "gemini-2.5-pro"), "gemini", "gemini/gemini-2.5-pro", None, "model-prefix",
     'need "gemini/gemini-2.5-pro", not "gemini-2.5-pro"'),
    (Provider("p", "m", "${OPENAI_API_KEY}"), "openai", "", None, "not-a-variable-name",
     "write OPENAI_API_KEY"),
    (Provider("p", "m", "MY KEY"), "openai", "", None, "not-a-variable-name",
     "not the name of an environment variable"),
    (Provider("p", "m", "ANTHROPIC_API_KEY"), "openai", "", "anthropic", "key-of-another-vendor",
     "ANTHROPIC_API_KEY is anthropic's key, the model is openai's"),
    (Provider("p", "m", kind="antropic"), None, "", None, "unknown-kind",
     'no kind "antropic"; did you mean "anthropic"?'),
    (Provider("p", "m", kind="zzz"), None, "", None, "unknown-kind",
     "there are anthropic, openai, gemini"),
])  # fmt: skip
def test_what_is_unwise_in_a_provider(
    provider: Provider, kind: str | None, full: str, owner: str | None, code: str, says: str
) -> None:
    (problem,) = provider_lint(provider, kind, full, owner)
    assert problem.code == code
    assert says in problem.message


@each_row(("provider", "kind", "owner"), [
    (Provider("p", "m", "OPENAI_API_KEY"), "openai", "openai"),
    (Provider("p", "m", "MY_OWN_KEY"), "openai", None),
    (Provider("p", "m", "OPENAI_API_KEY", base_url="https://proxy.example.com"), "gemini",
     "openai"),
    (Provider("p", "m"), None, None),
    (Provider("p", "m", kind="openai"), "openai", None),
])  # fmt: skip
def test_what_is_well_in_a_provider(
    provider: Provider, kind: str | None, owner: str | None
) -> None:
    assert provider_lint(provider, kind, owner=owner) == ()


@pytest.mark.parametrize("key", ["sk-proj-SECRETsecret123", "AIzaSySECRETsecret0123456789"])
def test_a_pasted_key_is_reported_without_a_part_of_it(key: str) -> None:
    (problem,) = provider_lint(Provider("p", "m", key))
    assert (problem.code, problem.path) == ("api-key-in-file", ("p", "p", "api_key_env"))
    assert not any(key[start : start + 6] in problem.message for start in range(len(key) - 5))


def chain_lint(
    providers: tuple[str, ...],
    kinds: dict[str, str | None] | None = None,
    keys: dict[str, KeyState] | None = None,
    urls: dict[str, str] | None = None,
    fallback: bool = True,
) -> list[str]:
    """The codes of the warnings about one agent's chain; by default all is well."""
    names = dict.fromkeys(providers)
    facts = {
        name: Facts((kinds or {}).get(name, name), (keys or {}).get(name, "set"), (name.upper(),))
        for name in names
    }
    every = tuple(Provider(name, "", base_url=(urls or {}).get(name)) for name in names)
    roster = Roster(
        "x",
        SlotScheme(SLOTS),
        every,
        (agent("w", *providers),),
        Settings(FallbackRule("on" if fallback else "off")),
    )
    return [problem.code for problem in lint(roster, facts, Places())]


@each_row(("case", "codes"), [
    (chain_lint(("a", "b", "c")), []),
    (chain_lint(("a", "b", "a")), ["provider-twice"]),
    (chain_lint(("a", "b", "a", "a")), ["provider-twice", "provider-twice"]),
    (chain_lint(("a", "a")), ["provider-twice", "single-vendor-chain"]),
    (chain_lint(("a",)), ["single-vendor-chain"]),
    (chain_lint(("a", "b"), kinds={"a": "k", "b": "k"}), ["single-vendor-chain"]),
    (chain_lint(("a", "b"), kinds={"a": None, "b": None}), []),
    (chain_lint(("a", "b"), kinds={"a": "k", "b": "k"},
                urls={"a": "http://localhost:1", "b": "http://localhost:2"}), []),
    (chain_lint(("a",), fallback=False), []),
    (chain_lint(("a", "b"), keys={"a": "missing"}), ["single-point-of-failure"]),
    (chain_lint(("a", "b"), keys={"a": "missing", "b": "not_needed"}), []),
    (chain_lint(("a", "b"), keys={"a": "missing", "b": "placeholder"}), ["agent-without-key"]),
    (chain_lint(("a", "b"), keys={"a": "missing"}, fallback=False), ["agent-without-key"]),
    (chain_lint(()), []),
])  # fmt: skip
def test_chains(case: list[str], codes: list[str]) -> None:
    assert case == codes


def test_the_words_about_chains() -> None:
    providers = (Provider("a", ""), Provider("b", ""))
    facts: dict[str, Facts] = {
        "a": Facts("k", "missing", ("A_KEY",)),
        "b": Facts("k", "missing", ("sk-secret-123",)),
    }
    roster = Roster("x", SlotScheme(SLOTS), providers, (agent("w", "a", "b", "a"), agent("v", "a")))
    assert [(problem.path, problem.message) for problem in lint(roster, facts, Places())[:2]] == [
        (("a", "w", "tertiary"),
         "w: a is primary and tertiary; where it failed once it fails again"),
        (("a", "w"), "w: every provider of the chain is k's; one outage stops them all"),
    ]  # fmt: skip
    assert [
        problem.message
        for problem in lint(roster, facts, Places())
        if problem.code == "agent-without-key"
    ] == [
        f"w cannot run: none of its providers has a key; set A_KEY or {HIDDEN}",
        "v cannot run: a has no key; set A_KEY",
    ]


@each_row(("stated", "found"), [
    (None, []),
    ((("a", 1), ("b", 0)), []),
    ((("a", 1),), []),
    ((("a", 2),), [("d", "a")]),
    ((("a", 1), ("b", 3)), [("d", "b")]),
    ((("b", 0),), [("d",)]),
    ((("a", 1), ("stranger", 0)), [("d", "stranger")]),
])  # fmt: skip
def test_distributions(
    stated: tuple[tuple[str, int], ...] | None, found: list[tuple[str, ...]]
) -> None:
    providers = (Provider("a", ""), Provider("b", ""))
    facts = {"a": Facts("k", "set"), "b": Facts("l", "set")}
    roster = Roster("x", SlotScheme(SLOTS), providers, (agent("w", "a", "b"),), distribution=stated)
    problems = lint(roster, facts, Places())
    assert [problem.path for problem in problems] == found
    assert {problem.code for problem in problems} <= {"distribution-differs"}


def outages(
    chains: tuple[str, ...], keys: str, kinds: str = "abcd", settings: Settings | None = None
) -> list[tuple[Path, str]]:
    """The warnings of single points of failure, where the providers in `keys` have a key."""
    facts = {
        name: Facts(kind, "set" if name in keys else "missing", (name.upper(),))
        for name, kind in zip("abcd", kinds, strict=True)
    }
    providers = tuple(Provider(name, "") for name in facts)
    agents = tuple(agent(f"{number}{chain}", *chain) for number, chain in enumerate(chains))
    roster = Roster("x", SlotScheme(SLOTS), providers, agents, settings or Settings())
    return [
        (problem.path, problem.message)
        for problem in lint(roster, facts, Places())
        if problem.code == "single-point-of-failure"
    ]


@each_row(("found", "warned"), [
    (outages(("ab", "bc"), "ab"), ["b: 1bc with nothing, as no other provider of its chain"]),
    (outages(("ab", "bc"), "abc"), []),
    (outages(("ab", "bc"), ""), []),
    (outages(("a", "a"), "ab"), []),
    (outages(("ab", "ad"), "abd", "aacd"), []),
    (outages(("abc",), "ab", "aacd"), ["a: 0abc with nothing, as no other provider of its chain"]),
    (outages(("ab", "ba", "ac"), "a"),
     ["a: 0ab, 1ba and 2ac with nothing, as no other provider of their chains"]),
    (outages(("ab", "ba", "ac", "ad"), "a"),
     ["a: 4 agents with nothing, as no other provider of their chains"]),
    (outages(("ab", "cd"), "ac"), ["a: 0ab with nothing, as no other provider of its chain",
                                   "c: 1cd with nothing, as no other provider of its chain"]),
    (outages(("ab",), "a", settings=Settings(FallbackRule("off"))), []),
    (outages(("ab",), "a", settings=Settings(pin="a")), []),
])  # fmt: skip
def test_what_too_much_hangs_on(found: list[tuple[Path, str]], warned: list[str]) -> None:
    assert [message for _, message in found] == [
        told.replace(": ", ": an outage would leave ", 1) + " has a key" for told in warned
    ]
    assert [path for path, _ in found] == [("p", told[0]) for told in warned]


@each_row(("settings", "keys", "told"), [
    (Settings(), "ab", []),
    (Settings(pin="a"), "ab", ["pinned: every agent runs on a until it is unpinned"]),
    (Settings(pin="a", pin_why="quota"), "a",
     ["pinned: every agent runs on a (quota) until it is unpinned"]),
    (Settings(pin="b"), "a", ["pinned: every agent runs on b until it is unpinned",
                              "no agent can run: b is pinned and has no key; set B"]),
    (Settings(pin="b"), "", ["pinned: every agent runs on b until it is unpinned",
                             "no agent can run: b is pinned and has no key; set B"]),
])  # fmt: skip
def test_a_pin_is_not_forgotten(settings: Settings, keys: str, told: list[str]) -> None:
    facts = {name: Facts(name, "set" if name in keys else "missing", (name.upper(),))
             for name in "ab"}  # fmt: skip
    providers = tuple(Provider(name, "") for name in facts)
    roster = Roster("x", SlotScheme(SLOTS), providers, (agent("w", "a", "b"),), settings)
    problems = lint(roster, facts, Places())
    assert [problem.message for problem in problems] == told
    assert all(problem.path == ("s", "pin") for problem in problems)


@each_row(("url", "told"), [
    (None, False), ("redis://cache:6379/1", False), ("redis://ann@cache", False),
    ("redis://:secret@cache", True), ("rediss://ann:secret@cache:6380/2", True),
])  # fmt: skip
def test_a_password_in_the_file_is_told_of_without_showing_it(url: str | None, told: bool) -> None:
    settings = Settings(calling=Calling(redis_url=url))
    problems = lint(Roster("x", SlotScheme(SLOTS), (), (), settings), {}, Places())
    assert [problem.code for problem in problems] == ["password-in-file"] * told
    assert not any("secret" in problem.message for problem in problems)
