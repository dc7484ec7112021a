-- Removes what ended sessions left for extraction, once no task of theirs is left that could see to it.
--
-- ARGV: now, how many to pass by, how many to look at. Returns how many were looked at, and how many of them were removed.

local root = KEYS[1]
local ended = redis.call('ZRANGEBYSCORE', root .. 'departed-forget', '-inf', ARGV[1], 'LIMIT', ARGV[2], ARGV[3])
local removed = 0
for _, member in ipairs(ended) do
    if redis.call('EXISTS', root .. 'task-session:' .. member) == 0 then
        for _, kind in ipairs({
            'departed', 'departed-known', 'departed-known-order', 'departed-waiting', 'departed-waiting-order',
        }) do
            redis.call('UNLINK', root .. kind .. ':' .. member)
        end
        redis.call('ZREM', root .. 'departed-forget', member)
        removed = removed + 1
    end
end
return {#ended, removed}
