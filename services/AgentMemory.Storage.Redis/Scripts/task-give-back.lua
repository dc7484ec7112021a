-- Queues a leased task again, unless a newer one of its key is queued already: that one does the work. A task that somebody
-- may ask about does not just vanish then.
--
-- ARGV: id, lease, now, due, reason or nothing, by what its attempts change. Returns 1, or 0 when the lease was lost.

local root, now = KEYS[1], ARGV[3]
local task = task_of_lease(root, ARGV[1], ARGV[2])
if not task then return 0 end
task_unlease(root, task)
if task_is_superseded(root, task) then
    if task.is_tracked then
        task_bury(root, now, task, 'It did not end, and a newer task of its key does the work')
    else
        task_forget(root, task.id, task.member)
    end
    return 1
end
redis.call('HINCRBY', task.key, 'attempts', ARGV[6])
if ARGV[5] == '' then
    redis.call('HDEL', task.key, 'last_error')
else
    redis.call('HSET', task.key, 'last_error', string.sub(ARGV[5], 2))
end
task_requeue(root, task, ARGV[4])
return 1
