-- Marks records as looked at by deduplication where they still have the version it saw.
--
-- ARGV: the new revision; then for each record its owner and id, as they are in keys, and the version.

for i = 2, #ARGV, 2 do
    local key = KEYS[1] .. 'memory:' .. ARGV[i]
    local stored = redis.call('HMGET', key, 'version', 'consolidated')
    if stored[1] == ARGV[i + 1] and stored[2] == '0' then
        redis.call('HSET', key, 'consolidated', '1', 'revision', ARGV[1])
    end
end
