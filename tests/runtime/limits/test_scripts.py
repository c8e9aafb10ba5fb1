"""Redis computes in Lua what `schedule` computes in Python."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rscrew_console.runtime.limits import scripts
from rscrew_console.runtime.limits.schedule import MINUTE, SECOND, UNLIMITED, RateWindow, next_slot
from tests.rows import each_row
from tests.runtime.redis_server import RedisServer

# KEYS: all turns, the provider's. ARGV: now, gap, limit, how many of all turns, and the turns.
CASE = (
    scripts.NEXT_SLOT
    + """
redis.call('FLUSHDB')
for place = 6, #ARGV do
  local key = place - 5 <= tonumber(ARGV[5]) and KEYS[1] or KEYS[2]
  redis.call('ZADD', key, ARGV[place], 'turn ' .. place)
end
local now, gap = tonumber(ARGV[1]), tonumber(ARGV[2])
local at = next_slot(now, KEYS[1], KEYS[2], gap, tonumber(ARGV[3]), tonumber(ARGV[4]))
return string.format('%.0f', at)
"""
)
NOW = 1_767_225_600_123_457
"""As Redis has it: microseconds since 1970, more digits than Lua writes by itself."""

turns = st.lists(st.integers(NOW - 90 * SECOND, NOW + 90 * SECOND), max_size=12).map(sorted)
limits = st.one_of(
    st.just(UNLIMITED),
    st.builds(RateWindow, st.integers(1, 5), st.integers(1, 100).map(lambda n: n * SECOND + 1)),
    st.just(RateWindow(1, 30 * 24 * 60 * MINUTE)),
)
gaps = st.one_of(st.just(0), st.integers(1, 20 * SECOND))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=turns, own=turns, gap=gaps, limit=limits)
def test_next_slot(
    server: RedisServer, taken: list[int], own: list[int], gap: int, limit: RateWindow
) -> None:
    with server.client() as client:
        args = [NOW, gap, limit.most, limit.span, len(taken), *taken, *own]
        found = client.eval(CASE, 2, "taken", "own", *args)
    assert int(found) == next_slot(NOW, taken, own, gap, limit)


@each_row(
    "text",
    [
        scripts.RESERVE,
        scripts.GIVE_BACK,
        scripts.START_COOLDOWN,
        scripts.COOLDOWNS,
        scripts.END_COOLDOWN,
    ],
)
def test_scripts_touch_only_the_keys_that_they_name(text: str) -> None:
    """Which a Redis Cluster, and the limits of a Redis account, are strict about."""
    assert scripts.PREFIX not in text
    assert "KEYS" in text
