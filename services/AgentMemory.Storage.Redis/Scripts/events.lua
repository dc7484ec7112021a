-- The event log: one stream, its ids the sequence, and an ordered set that finds the entries of a session or a memory.
-- Members of the set are s|m, the escaped owner and id, and the sequence in 16 digits; all have the score 0. Another ordered
-- set counts the entries of each session: members are the escaped owner and id.

local function log_event(root, now, kind, owner, ns, user, session, session_part, subject, subject_part, at, detail)
    local seq = redis.call('INCR', root .. 'event-sequence')
    local entry = {'at', at, 'kind', kind, 'ns', ns, 'user', user}
    local function add(field, value)
        entry[#entry + 1] = field
        entry[#entry + 1] = value
    end
    if session ~= '' then add('session', string.sub(session, 2)) end
    if subject ~= '' then add('subject', string.sub(subject, 2)) end
    if detail ~= '' then add('detail', detail) end
    redis.call('XADD', root .. 'events', string.format('%.0f-0', seq), unpack(entry))
    local digits = string.format('%016.0f', seq)
    if session ~= '' then
        local part = owner .. ':' .. session_part
        redis.call('ZADD', root .. 'event-index', 0, 's' .. part .. ':' .. digits)
        redis.call('ZINCRBY', root .. 'event-sessions', 1, part)
    end
    if subject ~= '' then
        redis.call('ZADD', root .. 'event-index', 0, 'm' .. owner .. ':' .. subject_part .. ':' .. digits)
    end
    return seq
end
