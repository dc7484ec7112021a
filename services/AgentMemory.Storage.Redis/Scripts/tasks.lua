-- The task queue. A hash per task; ordered sets by state, whose members are the task's number in 16 digits, a colon and its
-- id, so that equal times keep the order of queueing; a hash from (kind, owner, key) to the queued task, one to the leased
-- task; a set per session of its tasks but those that succeeded. Times are microseconds. States: queued, leased, dead,
-- succeeded, the last for tracked tasks only. The time of a leased task is when its lease ends, of an ended one when it did.

local function task_key(root, id) return root .. 'task:' .. id end

-- The owner is two escaped parts; what follows them may be anything.
local function task_slot(kind, owner, key)
    return string.gsub(string.gsub(kind, '%%', '%%25'), ':', '%%3A') .. ':' .. owner .. ':' .. key
end

local function task_session(root, owner, session) return root .. 'task-session:' .. owner .. ':' .. session end

-- Removes a task from whatever names it, but not from the ordered set of its state.
local function task_forget(root, id, member)
    local task = task_key(root, id)
    local fields = redis.call('HMGET', task, 'kind', 'owner', 'key', 'session_part')
    if fields[3] then
        local slot = task_slot(fields[1], fields[2], fields[3])
        for _, index in ipairs({'task-queued-keys', 'task-leased-keys'}) do
            if redis.call('HGET', root .. index, slot) == member then redis.call('HDEL', root .. index, slot) end
        end
    end
    if fields[4] then redis.call('SREM', task_session(root, fields[2], fields[4]), member) end
    redis.call('DEL', task)
end

-- Returns the id of the queued task, or nil when the wanted id is another kind's or owner's task.
local function task_enqueue(root, now, request)
    local wanted = request.id
    if request.is_named then
        local known = redis.call('HMGET', task_key(root, wanted), 'kind', 'owner')
        if known[1] then
            if known[1] == request.kind and known[2] == request.owner then return wanted end
            return nil
        end
    end

    if request.key then
        local slot = task_slot(request.kind, request.owner, request.key)
        local member = redis.call('HGET', root .. 'task-queued-keys', slot)
        if member then
            local id = string.sub(member, 18)
            local task = task_key(root, id)
            local due = tonumber(request.due)
            if request.maximum_delay then
                local latest = tonumber(redis.call('HGET', task, 'created')) + tonumber(request.maximum_delay)
                if latest < due then due = latest end
            end
            redis.call('HSET', task, 'payload', request.payload, 'due', string.format('%.0f', due))
            if request.trace then redis.call('HSET', task, 'trace', request.trace) else redis.call('HDEL', task, 'trace') end
            if request.tracked == '1' then redis.call('HSET', task, 'tracked', '1') end
            redis.call('ZADD', root .. 'tasks-queued', string.format('%.0f', due), member)
            redis.call('PUBLISH', root .. 'tasks', '1')
            return id
        end
    end

    local member = string.format('%016.0f', redis.call('INCR', root .. 'task-number')) .. ':' .. wanted
    local task = task_key(root, wanted)
    redis.call('HSET', task, 'member', member, 'kind', request.kind, 'owner', request.owner, 'ns', request.ns,
        'user', request.user, 'payload', request.payload, 'state', 'queued', 'attempts', '0', 'lease', '0',
        'created', now, 'due', request.due, 'tracked', request.tracked)
    if request.trace then redis.call('HSET', task, 'trace', request.trace) end
    if request.key then
        redis.call('HSET', task, 'key', request.key)
        redis.call('HSET', root .. 'task-queued-keys', task_slot(request.kind, request.owner, request.key), member)
    end
    if request.session then
        redis.call('HSET', task, 'session', request.session, 'session_part', request.session_part)
        redis.call('SADD', task_session(root, request.owner, request.session_part), member)
    end
    redis.call('ZADD', root .. 'tasks-queued', request.due, member)
    redis.call('PUBLISH', root .. 'tasks', '1')
    return wanted
end

-- Removes the queued tasks of a session; those that are leased or dead stay.
local function task_cancel_queued(root, owner, session)
    for _, member in ipairs(redis.call('SMEMBERS', task_session(root, owner, session))) do
        local id = string.sub(member, 18)
        if redis.call('HGET', task_key(root, id), 'state') == 'queued' then
            redis.call('ZREM', root .. 'tasks-queued', member)
            task_forget(root, id, member)
        end
    end
end
