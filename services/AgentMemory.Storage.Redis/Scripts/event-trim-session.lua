-- Drops the oldest entries of a session. How far that came is remembered for the session, and for its owner.
--
-- ARGV: escaped owner, escaped session, entries to keep, most to drop at once. Returns how many went: fewer than the most when
-- none is left to drop.

local root, owner, most = KEYS[1], ARGV[1], tonumber(ARGV[4])
local part = owner .. ':' .. ARGV[2]
local prefix = 's' .. part .. ':'

-- Digits sort before the colon.
local newest = redis.call('ZREVRANGEBYLEX', root .. 'event-index', '(' .. prefix .. ':', '[' .. prefix, 'LIMIT', ARGV[3], 1)[1]
if not newest then return 0 end

local dropped, last = 0, nil
for _, member in ipairs(redis.call('ZRANGEBYLEX', root .. 'event-index', '[' .. prefix, '[' .. newest, 'LIMIT', 0, most)) do
    last = string.format('%.0f', tonumber(string.sub(member, -16)))
    event_forget(root, redis.call('XRANGE', root .. 'events', last .. '-0', last .. '-0'))
    dropped = dropped + redis.call('XDEL', root .. 'events', last .. '-0')
end
redis.call('ZADD', root .. 'event-session-trims', 'GT', last, part)
redis.call('ZADD', root .. 'event-owner-trims', 'GT', last, owner)
return dropped
