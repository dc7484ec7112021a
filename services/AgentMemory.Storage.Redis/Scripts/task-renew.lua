-- ARGV: id, lease, when it ends from now on. Returns 1, or 0 when the lease was lost.

local task = task_of_lease(KEYS[1], ARGV[1], ARGV[2])
if not task then return 0 end
redis.call('HSET', task.key, 'due', ARGV[3])
redis.call('ZADD', KEYS[1] .. 'tasks-leased', ARGV[3], task.member)
return 1
