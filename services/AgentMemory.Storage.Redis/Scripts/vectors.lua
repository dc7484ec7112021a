-- Gives records the vectors of their texts. One whose text is another by now, or that is gone, is passed by.
--
-- ARGV: now, the space as the store lists it, the vector's field, the space's tag, the beginning of all vectors' fields, the kind
-- of the event; then of each vector: owner and id as key parts, namespace, user, id, text, vector, revision.
-- Returns how many were written; -1, and nothing is, when the store does not list the space.

local root = KEYS[1]
local now, space, field, tag, prefix, kind = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]

if redis.call('SISMEMBER', root .. 'memory-spaces', space) == 0 then return -1 end

local written = 0
for at = 7, #ARGV, 8 do
    local owner, id_part, id = ARGV[at], ARGV[at + 1], ARGV[at + 4]
    local key = root .. 'memory:' .. owner .. ':' .. id_part
    local stored = redis.call('HMGET', key, 'text', 'session_id')
    if stored[1] == ARGV[at + 5] then
        redis.call('HSET', key, field, ARGV[at + 6], '_space', tag, 'revision', ARGV[at + 7])
        for _, other in ipairs(redis.call('HKEYS', key)) do
            if other ~= field and string.sub(other, 1, #prefix) == prefix then redis.call('HDEL', key, other) end
        end
        local session = stored[2] or ''
        log_event(root, now, kind, owner, ARGV[at + 2], ARGV[at + 3], session ~= '' and '=' .. session or '', key_part(session),
            '=' .. id, id_part, now, '')
        written = written + 1
    end
end

if written > 0 then redis.call('PUBLISH', root .. 'events', '1') end
return written
