-- Forgets tracked tasks that succeeded, and dead letters, each from before its time, then the oldest dead letters that are
-- too many.
--
-- ARGV: time of the succeeded, time of the dead, most dead letters, most to forget at once. Returns how many went: fewer than
-- the most when none is left to forget.

local root, most, gone = KEYS[1], tonumber(ARGV[4]), 0

local function forget(set, members)
    for _, member in ipairs(members) do
        redis.call('ZREM', set, member)
        task_forget(root, string.sub(member, 18), member)
    end
    gone = gone + #members
end

local succeeded, dead = root .. 'tasks-succeeded', root .. 'tasks-dead'
forget(succeeded, redis.call('ZRANGEBYSCORE', succeeded, '-inf', '(' .. ARGV[1], 'LIMIT', 0, most))
forget(dead, redis.call('ZRANGEBYSCORE', dead, '-inf', '(' .. ARGV[2], 'LIMIT', 0, most - gone))
local excess = math.min(redis.call('ZCARD', dead) - tonumber(ARGV[3]), most - gone)
if excess > 0 then forget(dead, redis.call('ZRANGE', dead, 0, excess - 1)) end
return gone
