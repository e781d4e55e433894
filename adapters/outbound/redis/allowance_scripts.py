"""The steps of `RedisAllowances`, each atomic: Lua, run by the server.

A minute is a hash of seconds; what runs at once is a sorted set of requests by the end of their
leases; money is a hash (`spent`, `held`) with a hash of holds and a sorted set of their leases.
Scripts take the server's time, unless a test gives one.
"""

from typing import Final

_TIME: Final = """
local function clock(given)
  if given ~= '' then return tonumber(given) end
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end
"""

TAKE: Final = (
    _TIME
    + """
local request, lease, now = ARGV[1], tonumber(ARGV[2]), clock(ARGV[3])
local buckets, funds = tonumber(ARGV[4]), tonumber(ARGV[5])
local second = math.floor(now / 1000)
local standings, refused = {}, nil

local function alive(key)
  local flat, found, total, dead = redis.call('HGETALL', key), {}, 0, {}
  for i = 1, #flat, 2 do
    local slot, count = tonumber(flat[i]), tonumber(flat[i + 1])
    if slot <= second - 60 then
      dead[#dead + 1] = flat[i]
    else
      found[#found + 1] = { slot, count }
      total = total + count
    end
  end
  if #dead > 0 then redis.call('HDEL', key, unpack(dead)) end
  table.sort(found, function(a, b) return a[1] < b[1] end)
  return found, total
end

for i = 1, buckets do
  local at = 5 + (i - 1) * 3
  local kind, limit, amount = ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local used, reset, retry = 0, 0, 1000
  if kind == 'parallel' then
    redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
    used = redis.call('ZCARD', KEYS[i])
  else
    local slots
    slots, used = alive(KEYS[i])
    if #slots > 0 then reset = (slots[#slots][1] + 60) * 1000 - now end
    local excess = used + amount - limit
    for _, slot in ipairs(slots) do
      if excess <= 0 then break end
      excess = excess - slot[2]
      retry = (slot[1] + 60) * 1000 - now
    end
  end
  if used + amount > limit and not refused then refused = { i, retry } end
  standings[#standings + 1] = { used, reset, amount, limit }
end

local missing = {}
for i = 1, funds do
  local at, key = 5 + buckets * 3 + (i - 1) * 5, buckets + (i - 1) * 3
  if redis.call('HEXISTS', KEYS[key + 1], 'spent') == 0 then
    if ARGV[at + 4] == '' then
      missing[#missing + 1] = i
    else
      redis.call('HSET', KEYS[key + 1], 'spent', ARGV[at + 4], 'held', 0)
      redis.call('DEL', KEYS[key + 2], KEYS[key + 3])
      if ARGV[at + 5] ~= '' then redis.call('PEXPIREAT', KEYS[key + 1], ARGV[at + 5]) end
    end
  end
end
if #missing > 0 then return { 'unseeded', missing } end

local function told()
  local flat = {}
  for _, each in ipairs(standings) do
    local taken = refused and 0 or each[3]
    flat[#flat + 1] = { math.max(0, each[4] - each[1] - taken), each[2] }
  end
  return flat
end
if refused then return { 'limit', refused[1], refused[2], told() } end

for i = 1, funds do
  local at, key = 5 + buckets * 3 + (i - 1) * 5, buckets + (i - 1) * 3
  for _, old in ipairs(redis.call('ZRANGEBYSCORE', KEYS[key + 3], '-inf', now)) do
    local amount = redis.call('HGET', KEYS[key + 2], old)
    if amount then redis.call('HINCRBY', KEYS[key + 1], 'held', -amount) end
    redis.call('HDEL', KEYS[key + 2], old)
    redis.call('ZREM', KEYS[key + 3], old)
  end
  local purse = redis.call('HMGET', KEYS[key + 1], 'spent', 'held')
  local wanted = tonumber(purse[1]) + tonumber(purse[2]) + tonumber(ARGV[at + 2])
  if ARGV[at + 3] == '1' and wanted > tonumber(ARGV[at + 1]) then return { 'fund', i } end
end

for i = 1, buckets do
  local at = 5 + (i - 1) * 3
  if ARGV[at + 1] == 'parallel' then
    redis.call('ZADD', KEYS[i], now + lease, request)
    redis.call('PEXPIRE', KEYS[i], lease * 4)
  else
    redis.call('HINCRBY', KEYS[i], second, ARGV[at + 3])
    redis.call('PEXPIRE', KEYS[i], 61000)
    standings[i][2] = (second + 60) * 1000 - now
  end
end
for i = 1, funds do
  local at, key = 5 + buckets * 3 + (i - 1) * 5, buckets + (i - 1) * 3
  redis.call('HINCRBY', KEYS[key + 1], 'held', ARGV[at + 2])
  redis.call('HSET', KEYS[key + 2], request, ARGV[at + 2])
  redis.call('ZADD', KEYS[key + 3], now + lease, request)
end
return { 'taken', second, 0, told() }
"""
)

KEEP: Final = (
    _TIME
    + """
local request, lease, now = ARGV[1], tonumber(ARGV[2]), clock(ARGV[3])
local parallel = tonumber(ARGV[4])
if redis.call('EXISTS', KEYS[1]) == 1 then return end
for i = 1, parallel do
  redis.call('ZADD', KEYS[1 + i], now + lease, request)
  redis.call('PEXPIRE', KEYS[1 + i], lease * 4)
end
for i = 1, #ARGV - 4 do
  local key = 1 + parallel + (i - 1) * 3
  if redis.call('HEXISTS', KEYS[key + 1], 'spent') == 1 then
    if redis.call('HSETNX', KEYS[key + 2], request, ARGV[4 + i]) == 1 then
      redis.call('HINCRBY', KEYS[key + 1], 'held', ARGV[4 + i])
    end
    redis.call('ZADD', KEYS[key + 3], now + lease, request)
  end
end
"""
)

LOOK: Final = (
    _TIME
    + """
local now, buckets = clock(ARGV[1]), tonumber(ARGV[2])
local second, alive, told = math.floor(now / 1000), string.format('(%.0f', now), {}
for i = 1, buckets do
  local used, reset = 0, 0
  if ARGV[2 + i] == 'parallel' then
    used = redis.call('ZCOUNT', KEYS[i], alive, '+inf')
  else
    local flat = redis.call('HGETALL', KEYS[i])
    for j = 1, #flat, 2 do
      local slot = tonumber(flat[j])
      if slot > second - 60 then
        used = used + tonumber(flat[j + 1])
        reset = math.max(reset, (slot + 60) * 1000 - now)
      end
    end
  end
  told[#told + 1] = { used, reset }
end
for key = buckets, #KEYS - 3, 3 do
  local spent, held = redis.call('HGET', KEYS[key + 1], 'spent'), 0
  for _, request in ipairs(redis.call('ZRANGEBYSCORE', KEYS[key + 3], alive, '+inf')) do
    held = held + tonumber(redis.call('HGET', KEYS[key + 2], request) or 0)
  end
  told[#told + 1] = spent and { tonumber(spent), held } or {}
end
return told
"""
)

SETTLE: Final = """
local request, second = ARGV[1], ARGV[2]
local tokens, parallel, cost = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', 3600) then return end
for i = 1, tokens do
  local held = redis.call('HGET', KEYS[1 + i], second)
  if held then
    redis.call('HSET', KEYS[1 + i], second, math.max(0, held + ARGV[5 + i]))
  end
end
for i = 1, parallel do redis.call('ZREM', KEYS[1 + tokens + i], request) end
for key = 1 + tokens + parallel, #KEYS - 3, 3 do
  local held = redis.call('HGET', KEYS[key + 2], request)
  if held then
    redis.call('HDEL', KEYS[key + 2], request)
    redis.call('ZREM', KEYS[key + 3], request)
    redis.call('HINCRBY', KEYS[key + 1], 'held', -held)
  end
  if redis.call('HEXISTS', KEYS[key + 1], 'spent') == 1 then
    redis.call('HINCRBY', KEYS[key + 1], 'spent', cost)
  end
end
"""
