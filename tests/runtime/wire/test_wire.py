"""Many callers at once: threads, event loops, forks, and those who give up."""

import asyncio
import logging
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import CallFailed, ModelRequest, Reply
from rscrew_console.runtime.wire import Wire
from rscrew_console.runtime.wire.loop_thread import LOOP_THREADS, LoopThread
from rscrew_console.simulator import Behaviour, Simulator, in_turn
from rscrew_console.simulator.completions import WORDS
from tests.runtime.wire.calling import HI, NOW, WAYS, WHOLE, Way, failure_of, order_for


def run(program: str) -> str:
    """What a Python of its own prints."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_importing_it_loads_no_library() -> None:
    loaded = "[name for name in ('httpcore', 'httpx', 'litellm', 'openai') if name in sys.modules]"
    assert run(f"import sys, rscrew_console.runtime.wire; print({loaded})") == "[]\n"


def test_a_process_may_end_without_closing_it(simulator: Simulator) -> None:
    """Neither a traceback nor a warning is left behind, and no request is made but its own."""
    site = simulator.site("openai_compatible")
    told = run(
        "from datetime import datetime, UTC\n"
        "from rscrew_console.roster.model import Provider\n"
        "from rscrew_console.runtime.requests import ModelRequest\n"
        "from rscrew_console.runtime.wire import Wire\n"
        f"provider = Provider('mine', 'local-model', base_url='{site.base_url}')\n"
        "order = ModelRequest(provider, None, [{'role': 'user', 'content': 'Hi'}], 20)\n"
        "wire = Wire(clock=lambda: datetime.now(UTC))\n"
        "print(wire.ask(order).text)\n"
        "print(''.join(piece.text for piece in wire.stream(order)))\n"
    )
    assert told.splitlines() == [WORDS, WORDS]
    assert len(site.requests) == 2


@pytest.mark.parametrize("way", WAYS)
def test_without_litellm(monkeypatch: pytest.MonkeyPatch, wire: Wire, way: Way) -> None:
    """It is missed where only it knows the vendor, and the chain can go on."""
    monkeypatch.setitem(sys.modules, "litellm", None)
    provider = Provider("mine", "fireworks_ai/llama", api_key_env="MINE")
    failure = failure_of(way, wire, ModelRequest(provider, Secret("made-up-12345678"), HI, 20))
    assert failure.fault == "unverifiable"
    assert failure.detail.endswith('pip install "rscrew-console[litellm]"')


@pytest.mark.parametrize("vendor", [name for name, kind in KINDS.items() if kind.talk is not None])
@pytest.mark.parametrize("way", WAYS)
def test_no_known_kind_needs_litellm(
    monkeypatch: pytest.MonkeyPatch, simulator: Simulator, wire: Wire, vendor: str, way: Way
) -> None:
    monkeypatch.setitem(sys.modules, "litellm", None)
    assert way(wire, order_for(simulator.site(vendor))).text == WORDS


PROGRAM = """
import logging, sys, threading
from datetime import datetime, UTC
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import ModelRequest
from rscrew_console.runtime.wire import Wire
provider = Provider('mine', 'local-model', base_url={base!r})
order = ModelRequest(provider, None, [{{'role': 'user', 'content': 'Hi'}}], 20)
wire = Wire(clock=lambda: datetime.now(UTC))
"""


def test_a_thread_that_outlives_the_main_one_can_call(simulator: Simulator) -> None:
    """By a name, too, which has to be looked up."""
    base = simulator.site("openai_compatible").base_url.replace("127.0.0.1", "localhost")
    told = run(
        PROGRAM.format(base=base) + "main = threading.main_thread()\n"
        "def later():\n    main.join()\n    print(wire.ask(order).text)\n"
        "threading.Thread(target=later).start()\n"
    )
    assert told.splitlines() == [WORDS]


def test_a_host_s_litellm_is_left_alone(simulator: Simulator) -> None:
    """Its callbacks see nothing of our calls, and its loggers stay as they are."""
    program = PROGRAM.format(base=simulator.site("openai_compatible").base_url)
    told = run(
        "import types, sys\nlitellm = types.ModuleType('litellm')\n"
        "seen = litellm.success_callback = [lambda *a: print('seen')]\n"
        "sys.modules['litellm'] = litellm\nbefore = dict(vars(litellm))\n"
        + program
        + "logging.getLogger('LiteLLM').setLevel(logging.INFO)\n"
        "print(wire.ask(order).text)\n"
        "print(logging.getLogger('LiteLLM').level, dict(vars(litellm)) == before)\n"
    )
    assert told.splitlines() == [WORDS, f"{logging.INFO} True"]


def test_many_threads(simulator: Simulator, wire: Wire) -> None:
    site = simulator.site("openai", Behaviour(crowd=20))
    with ThreadPoolExecutor(20) as threads:
        replies = list(threads.map(lambda _: wire.ask(order_for(site)), range(20)))
    assert [reply.text for reply in replies] == [WORDS] * 20
    assert site.most_at_once == 20


def test_many_tasks_in_several_loops(simulator: Simulator, wire: Wire) -> None:
    site = simulator.site("anthropic", Behaviour(crowd=20))

    async def all_of_them() -> list[Reply]:
        return await asyncio.gather(*(wire.aask(order_for(site)) for _ in range(20)))

    for _ in range(2):
        assert [reply.text for reply in asyncio.run(all_of_them())] == [WORDS] * 20


async def test_the_event_loop_is_not_blocked(simulator: Simulator, wire: Wire) -> None:
    site = simulator.site("openai", Behaviour(crowd=2))
    waiting = asyncio.create_task(wire.aask(order_for(site)))
    other = await wire.aask(order_for(site))
    assert (await waiting).text == other.text == WORDS


async def test_a_task_that_is_cancelled_lets_go(simulator: Simulator, wire: Wire) -> None:
    loop, asked = asyncio.get_running_loop(), asyncio.Event()

    def hang(_number: int) -> Behaviour:
        loop.call_soon_threadsafe(asked.set)
        return Behaviour("hanging")

    site = simulator.site("openai", hang)
    task = asyncio.create_task(wire.aask(order_for(site)))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    site.behaviour = Behaviour()
    assert (await wire.aask(order_for(site))).text == WORDS


def test_connections_are_used_again(simulator: Simulator, wire: Wire) -> None:
    site = simulator.site("openai")
    for way in (*WHOLE, *WHOLE):
        assert way(wire, order_for(site)).text == WORDS
    assert site.connections == 1


def test_it_can_be_closed_and_used_again(simulator: Simulator) -> None:
    site = simulator.site("openai")
    wire = Wire(clock=lambda: NOW)
    for _ in range(2):
        assert wire.ask(order_for(site)).text == WORDS
        wire.close()
    wire.close()


def test_closing_ends_what_is_under_way(simulator: Simulator) -> None:
    """In another lane than that of the other tests."""
    loop_thread = LoopThread()
    began = threading.Event()

    async def wait() -> None:
        began.set()
        await asyncio.Event().wait()

    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(loop_thread.run, wait())
        began.wait()
        loop_thread.close()
        error = waiting.exception()
    assert error is not None
    assert not loop_thread.usable


def test_who_is_called_back_cannot_wait_for_a_call(wire: Wire, simulator: Simulator) -> None:
    order = order_for(simulator.site("openai"))
    loop_thread = LOOP_THREADS.loop_thread(wire)

    async def calls_back() -> str:
        with pytest.raises(RuntimeError) as caught:
            wire.ask(order)
        return str(caught.value)

    assert "cannot make a call itself" in loop_thread.run(calls_back())


def test_a_forked_process_has_a_lane_of_its_own(
    monkeypatch: pytest.MonkeyPatch, wire: Wire
) -> None:
    loop_thread = LOOP_THREADS.loop_thread(wire)
    assert loop_thread.usable
    monkeypatch.setattr("os.getpid", lambda: -1)
    assert not loop_thread.usable


def test_failures_are_for_the_loop_and_not_a_matter_of_the_wire(
    simulator: Simulator, wire: Wire
) -> None:
    """Nothing is tried again here."""
    site = simulator.site("openai", in_turn(Behaviour("server_error"), Behaviour()))
    with pytest.raises(CallFailed):
        wire.ask(order_for(site))
    assert len(site.requests) == 1
    assert wire.ask(order_for(site)).text == WORDS
