-- Makes a dead letter due again, as if it had never been tried; it just goes when a newer task of its key is queued.
--
-- ARGV: id, owner, now. Returns 1, or 0 when the owner has no dead letter of that id.

local root, now = KEYS[1], ARGV[3]
local task = task_read(root, ARGV[1])
if not task or task.state ~= 'dead' or task.owner ~= ARGV[2] then return 0 end
redis.call('ZREM', root .. 'tasks-dead', task.member)
if task_is_superseded(root, task) then
    task_forget(root, task.id, task.member)
    return 1
end
redis.call('HSET', task.key, 'attempts', '0')
redis.call('HDEL', task.key, 'started', 'completed', 'last_error')
task_requeue(root, task, now)
return 1
