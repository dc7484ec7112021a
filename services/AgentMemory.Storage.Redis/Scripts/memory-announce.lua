-- Has records indexed, as a write to them does: by a field that never changes.
--
-- ARGV: the number after which to begin, how many to take. Returns the last one's number; -1 when none was left.

local root = KEYS[1]
local page = redis.call('ZRANGE', root .. 'memory-numbers', '(' .. ARGV[1], '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[2], 'WITHSCORES')
for i = 1, #page, 2 do
    local key = root .. 'memory:' .. page[i]
    local number = redis.call('HGET', key, 'number')
    if number then redis.call('HSET', key, 'number', number) end
end
return #page > 0 and page[#page] or '-1'
