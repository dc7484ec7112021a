-- How tasks pass from state to state.

-- The fields of a task by which it is moved; nil when there is none.
local function task_read(root, id)
    local fields = redis.call('HMGET', task_key(root, id), 'member', 'state', 'lease', 'kind', 'owner', 'key', 'tracked', 'session_part')
    if not fields[1] then return nil end
    return {
        id = id, key = task_key(root, id), member = fields[1], state = fields[2], lease = fields[3], owner = fields[5],
        slot = fields[6] and task_slot(fields[4], fields[5], fields[6]) or nil, is_tracked = fields[7] == '1',
        session_part = fields[8],
    }
end

-- The task, if the lease is its newest and neither it nor the task has ended; else nil. A lease that ran out holds until
-- another is given.
local function task_of_lease(root, id, lease)
    local task = task_read(root, id)
    if task and task.state == 'leased' and task.lease == lease then return task end
    return nil
end

-- Whether a newer task of the key does what this one does.
local function task_is_superseded(root, task)
    return task.slot ~= nil and redis.call('HEXISTS', root .. 'task-queued-keys', task.slot) == 1
end

-- Ends the lease: a queued task of its key may be due from now on.
local function task_unlease(root, task)
    redis.call('ZREM', root .. 'tasks-leased', task.member)
    if task.slot then
        redis.call('HDEL', root .. 'task-leased-keys', task.slot)
        if task_is_superseded(root, task) then redis.call('PUBLISH', root .. 'tasks', '1') end
    end
end

-- Queues a task that is in no ordered set, and of whose key none is queued.
local function task_requeue(root, task, due)
    redis.call('HSET', task.key, 'state', 'queued', 'due', due)
    redis.call('ZADD', root .. 'tasks-queued', due, task.member)
    if task.slot then redis.call('HSET', root .. 'task-queued-keys', task.slot, task.member) end
    redis.call('PUBLISH', root .. 'tasks', '1')
end

-- Makes a dead letter of a task that is in no ordered set.
local function task_bury(root, now, task, reason)
    redis.call('HSET', task.key, 'state', 'dead', 'last_error', reason, 'due', now, 'completed', now)
    redis.call('ZADD', root .. 'tasks-dead', now, task.member)
end
