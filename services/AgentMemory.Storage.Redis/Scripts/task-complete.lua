-- Ends a task. One that somebody may ask about stays as succeeded.
--
-- ARGV: id, lease, now. Returns 1, or 0 when the lease was lost.

local root, now = KEYS[1], ARGV[3]
local task = task_of_lease(root, ARGV[1], ARGV[2])
if not task then return 0 end
task_unlease(root, task)
if not task.is_tracked then
    task_forget(root, task.id, task.member)
    return 1
end
redis.call('HSET', task.key, 'state', 'succeeded', 'due', now, 'completed', now)
redis.call('HDEL', task.key, 'last_error')
redis.call('ZADD', root .. 'tasks-succeeded', now, task.member)
if task.session_part then redis.call('SREM', task_session(root, task.owner, task.session_part), task.member) end
return 1
