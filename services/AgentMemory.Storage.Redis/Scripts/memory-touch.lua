-- Counts an access of each record that was last accessed long enough ago. Versions stay, revisions do not.
--
-- ARGV: now; the latest last access that counts; the new revision; then the owner and id of each record, as they are in keys.

for i = 4, #ARGV do
    local key = KEYS[1] .. 'memory:' .. ARGV[i]
    local counted = redis.call('HMGET', key, 'last_accessed', 'access_count')
    if counted[1] and tonumber(counted[1]) <= tonumber(ARGV[2]) then
        redis.call('HSET', key, 'last_accessed', ARGV[1], 'access_count', string.format('%.0f', counted[2] + 1), 'revision', ARGV[3])
    end
end
