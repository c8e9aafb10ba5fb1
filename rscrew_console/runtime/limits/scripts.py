"""What Redis runs at one go, by its own clock: clients' clocks differ, and their messages cross.

Turns are members of sorted sets, with their time in microseconds as the score: one set of all
turns, and one of each provider's. Everything expires. The braces put all keys into the same slot of
a Redis Cluster, as scripts demand.
"""

from __future__ import annotations

from rscrew_console.runtime.limits.schedule import LONGEST, MINUTE, REMEMBERED

PREFIX = "rscrew:{board}:"
TURNS = PREFIX + "turns"


def own_key(provider: str) -> str:
    return f"{PREFIX}turns:{provider}"


def cooldown_key(name: str) -> str:
    return f"{PREFIX}rest:{name}"


# As `schedule.next_slot`, line by line. Numbers are put into text with %.0f: by itself Lua keeps
# only 14 digits of them, and microseconds since 1970 have 16.
NEXT_SLOT = """
local function score(key, rank)
  return tonumber(redis.call('ZRANGE', key, rank, rank, 'WITHSCORES')[2])
end
local function next_slot(now, taken, own, gap, most, span)
  local at = math.max(now, score(own, -1) or now)
  if most > 0 then
    local nth = score(own, -most)
    if nth then at = math.max(at, nth + span) end
  end
  local after = string.format('(%.0f', at - gap)
  local others = redis.call('ZRANGEBYSCORE', taken, after, '+inf', 'WITHSCORES')
  for place = 2, #others, 2 do
    local other = tonumber(others[place])
    if other >= at + gap then break end
    at = other + gap
  end
  return at
end
"""

# Turns further ahead than those before them account for: Redis' clock was ahead for a moment, or
# somebody has written nonsense. They are forgotten; only their distance from others is kept. As
# `schedule.latest`, for each of them.
DROP_IMPOSSIBLE = """
local function drop_impossible(now, taken, own, gap, most, span)
  local after = string.format('(%.0f', now)
  local ahead = redis.call('ZRANGEBYSCORE', own, after, '+inf', 'WITHSCORES')
  local others = redis.call('ZRANGEBYSCORE', taken, after, '+inf', 'WITHSCORES')
  local before = 0
  for place = 2, #ahead, 2 do
    local at = tonumber(ahead[place])
    while others[2 * before + 2] and tonumber(others[2 * before + 2]) < at do
      before = before + 1
    end
    local latest = now + (before + 2) * gap
    if most > 0 then latest = latest + (math.floor((place / 2 - 1) / most) + 1) * span end
    if at > latest then
      redis.call('ZREMRANGEBYSCORE', own, ahead[place], '+inf')
      return #others / 2, place / 2 - 1
    end
  end
  return #others / 2, #ahead / 2
end
"""

# KEYS: all turns, the provider's. ARGV: the turn's name, gap, and limit. Returns microseconds until
# the turn, and how many of all turns and of the provider's are ahead.
RESERVE = (
    NEXT_SLOT
    + DROP_IMPOSSIBLE
    + """
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local gap, most, span = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local others, own = drop_impossible(now, KEYS[1], KEYS[2], gap, most, span)
local at = next_slot(now, KEYS[1], KEYS[2], gap, most, span)
local function take(key, kept)
  redis.call('ZADD', key, string.format('%.0f', at), ARGV[1])
  local over = redis.call('ZCOUNT', key, '-inf', string.format('%.0f', now)) - kept
  if over > 0 then redis.call('ZREMRANGEBYRANK', key, 0, over - 1) end
  local ahead = math.min(math.max(score(key, -1) - now, 0), LONGEST)
  local left = math.ceil((ahead + math.max(gap, span, MINUTE)) / 1000)
  if redis.call('PTTL', key) < left then
    redis.call('PEXPIRE', key, string.format('%.0f', left))
  end
end
take(KEYS[1], 1)
take(KEYS[2], REMEMBERED)
return {string.format('%.0f', at - now), others, own}
""".replace("MINUTE", str(MINUTE))
    .replace("LONGEST", str(LONGEST))
    .replace("REMEMBERED", str(REMEMBERED))
)

# KEYS: all turns, the provider's. ARGV: the turn's name.
GIVE_BACK = """
redis.call('ZREM', KEYS[1], ARGV[1])
return redis.call('ZREM', KEYS[2], ARGV[1])
"""

# How long a rest was to be stands before why. What has longer to go than that was set while Redis'
# clock was ahead.
REST_LEFT = """
local function rest_left(key)
  local value, left = redis.call('GET', key), redis.call('PTTL', key)
  if not value or left < 0 then return 0, '' end
  local length, why = string.match(value, '^(%d+) (.*)$')
  if length and left > tonumber(length) then return 0, '' end
  return left, why or value
end
"""

# KEYS: the rest. ARGV: milliseconds, and why.
START_COOLDOWN = (
    REST_LEFT
    + """
if rest_left(KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[1])
end
return 1
"""
)

# KEYS: rests. Returns milliseconds left and why for each; those that do not rest have 0.
COOLDOWNS = (
    REST_LEFT
    + """
local found = {}
for place, key in ipairs(KEYS) do
  found[2 * place - 1], found[2 * place] = rest_left(key)
end
return found
"""
)

# KEYS: the rest.
END_COOLDOWN = "return redis.call('DEL', KEYS[1])"
