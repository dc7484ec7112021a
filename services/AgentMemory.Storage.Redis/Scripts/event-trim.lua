-- Drops the oldest entries of the log. How far that came is event-trim; trims of sessions that it overtook are forgotten.
--
-- ARGV: entries to keep, most to drop at once. Returns how many went: fewer than the most when none is left to drop.

local root, most = KEYS[1], tonumber(ARGV[2])
local last = tonumber(redis.call('GET', root .. 'event-sequence') or 0) - tonumber(ARGV[1])
if last < 1 then return 0 end

local entries = redis.call('XRANGE', root .. 'events', '-', string.format('%.0f-0', last), 'COUNT', most)
event_forget(root, entries)
if #entries == most then last = tonumber(string.match(entries[most][1], '^%d+')) end
local dropped = redis.call('XTRIM', root .. 'events', 'MINID', string.format('%.0f-0', last + 1))
if last > tonumber(redis.call('GET', root .. 'event-trim') or 0) then
    redis.call('SET', root .. 'event-trim', string.format('%.0f', last))
    redis.call('ZREMRANGEBYSCORE', root .. 'event-session-trims', '-inf', last)
    redis.call('ZREMRANGEBYSCORE', root .. 'event-owner-trims', '-inf', last)
end
return dropped
