-- Commits one write: checks that what it was decided on still holds, then does all of it. Redis runs a script alone, so no
-- other write comes between the check and the effect.
--
-- ARGV: now, number of expectations, each (kind, key, field, expected); then operations, each (name, number of arguments,
-- arguments…). Absent values are empty, present ones follow a '='.
-- Returns 0 and the number of the expectation that failed, -1 and nothing for a task id in use, or 1 and what the operations
-- returned: ids of tasks and sequences of events, in order.

local root = KEYS[1]
local now = ARGV[1]
local at = 3

local function present(value)
    if value == '' then return nil end
    return string.sub(value, 2)
end

local function holds(kind, key, field, expected)
    if kind == 'field' then return (redis.call('HGET', key, field) or nil) == expected end
    if kind == 'value' then return (redis.call('GET', key) or nil) == expected end
    if kind == 'exists' then return tostring(redis.call('EXISTS', key)) == expected end
    if kind == 'members' then
        local last = field == '' and -1 or tonumber(field) - 1
        return table.concat(redis.call('ZRANGE', key, 0, last), '\0') == (expected or '')
    end
    error('unknown expectation ' .. kind)
end

for number = 1, tonumber(ARGV[2]) do
    if not holds(ARGV[at], ARGV[at + 1], ARGV[at + 2], present(ARGV[at + 3])) then return {0, number} end
    at = at + 4
end

-- A task id that is in use refuses the whole write, so it is looked for before anything is changed.
local first = at
while at <= #ARGV do
    if ARGV[at] == 'task' and ARGV[at + 3] == '1' then
        local known = redis.call('HMGET', root .. 'task:' .. ARGV[at + 2], 'kind', 'owner')
        if known[1] and (known[1] ~= ARGV[at + 4] or known[2] ~= ARGV[at + 5]) then return {-1} end
    end
    at = at + 2 + tonumber(ARGV[at + 1])
end

local results = {1}
local logged = false
at = first
while at <= #ARGV do
    local name, count = ARGV[at], tonumber(ARGV[at + 1])
    local a = at + 2
    if name == 'event' then
        results[#results + 1] = tostring(log_event(root, now, ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3], ARGV[a + 4],
            ARGV[a + 5], ARGV[a + 6], ARGV[a + 7], ARGV[a + 8], ARGV[a + 9]))
        logged = true
    elseif name == 'task' then
        results[#results + 1] = task_enqueue(root, now, {
            id = ARGV[a], is_named = ARGV[a + 1] == '1', kind = ARGV[a + 2], owner = ARGV[a + 3], ns = ARGV[a + 4],
            user = ARGV[a + 5], session = present(ARGV[a + 6]), session_part = ARGV[a + 7], key = present(ARGV[a + 8]),
            payload = ARGV[a + 9], trace = present(ARGV[a + 10]), due = ARGV[a + 11], tracked = ARGV[a + 12],
            maximum_delay = present(ARGV[a + 13]),
        })
    elseif name == 'cancel' then
        task_cancel_queued(root, ARGV[a], ARGV[a + 1])
    elseif name == 'number' then
        -- Numbers a new record: a counter's next value, into a field and, as a score, into ordered sets.
        local number = string.format('%.0f', redis.call('INCR', ARGV[a]))
        redis.call('HSET', ARGV[a + 1], ARGV[a + 2], number)
        for i = a + 3, a + count - 1, 2 do redis.call('ZADD', ARGV[i], number, ARGV[i + 1]) end
    elseif name == 'create' then
        -- As number, with the other fields of the hash in the same command, so that search indexes it once.
        local number = string.format('%.0f', redis.call('INCR', ARGV[a]))
        local fields = a + 4 + 2 * tonumber(ARGV[a + 3])
        local values = {ARGV[a + 2], number, unpack(ARGV, fields, a + count - 1)}
        if not turn_created(ARGV[a + 1], number, values) then redis.call('HSET', ARGV[a + 1], unpack(values)) end
        for i = a + 4, fields - 1, 2 do redis.call('ZADD', ARGV[i], number, ARGV[i + 1]) end
    elseif name == 'join' then
        turn_join(ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3], ARGV[a + 4])
    elseif name == 'leave' then
        turn_leave(ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3])
    elseif name == 'strip' then
        -- Removes the fields of a hash that begin so.
        for _, field in ipairs(redis.call('HKEYS', ARGV[a])) do
            if string.sub(field, 1, #ARGV[a + 1]) == ARGV[a + 1] then redis.call('HDEL', ARGV[a], field) end
        end
    else
        redis.call(name, unpack(ARGV, a, a + count - 1))
    end
    at = a + count
end

turns_write()
if logged then redis.call('PUBLISH', root .. 'events', '1') end
return results
