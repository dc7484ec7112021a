-- Leases due tasks, earliest due first: queued ones whose key nobody works on, and those whose lease ran out. No two of them
-- have one key: of a key at most one task is queued, at most one is leased, and a queued one is not due beside a leased one.
--
-- ARGV: now, worker, most tasks, when the leases end.
-- Returns of each: id, kind, namespace, user, payload, key, trace, attempts, lease, session.

local root, now, worker, limit, lease_end = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local due = {}

local function take(member, score, is_queued)
    local task = task_read(root, string.sub(member, 18))
    if not task then
        -- Its hash was deleted by hand. Left here it would be looked at for ever.
        redis.call('ZREM', root .. (is_queued and 'tasks-queued' or 'tasks-leased'), member)
        return false
    end
    if is_queued and task.slot and redis.call('HEXISTS', root .. 'task-leased-keys', task.slot) == 1 then return false end
    due[#due + 1] = {task = task, at = tonumber(score), number = tonumber(string.sub(member, 1, 16)), is_queued = is_queued}
    return true
end

local ran_out = redis.call('ZRANGEBYSCORE', root .. 'tasks-leased', '-inf', now, 'WITHSCORES', 'LIMIT', 0, limit)
for i = 1, #ran_out, 2 do take(ran_out[i], ran_out[i + 1], false) end

local page = math.max(limit, 20)
local offset, taken = 0, 0
repeat
    local queued = redis.call('ZRANGEBYSCORE', root .. 'tasks-queued', '-inf', now, 'WITHSCORES', 'LIMIT', offset, page)
    for i = 1, #queued, 2 do
        if taken < limit and take(queued[i], queued[i + 1], true) then taken = taken + 1 end
    end
    offset = offset + page
until taken == limit or #queued < 2 * page

table.sort(due, function(one, other)
    if one.at ~= other.at then return one.at < other.at end
    return one.number < other.number
end)

local leases = {}
for i = 1, math.min(limit, #due) do
    local task = due[i].task
    if due[i].is_queued then
        redis.call('ZREM', root .. 'tasks-queued', task.member)
        if task.slot then
            redis.call('HDEL', root .. 'task-queued-keys', task.slot)
            redis.call('HSET', root .. 'task-leased-keys', task.slot, task.member)
        end
    end
    redis.call('ZADD', root .. 'tasks-leased', lease_end, task.member)
    redis.call('HINCRBY', task.key, 'attempts', 1)
    redis.call('HINCRBY', task.key, 'lease', 1)
    redis.call('HSETNX', task.key, 'started', now)
    redis.call('HSET', task.key, 'state', 'leased', 'worker', worker, 'due', lease_end)
    leases[i] = redis.call('HMGET', task.key, 'kind', 'ns', 'user', 'payload', 'key', 'trace', 'attempts', 'lease', 'session')
    table.insert(leases[i], 1, task.id)
end
return leases
