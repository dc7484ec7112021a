-- Makes a leased task a dead letter.
--
-- ARGV: id, lease, now, reason. Returns 1, or 0 when the lease was lost.

local task = task_of_lease(KEYS[1], ARGV[1], ARGV[2])
if not task then return 0 end
task_unlease(KEYS[1], task)
task_bury(KEYS[1], ARGV[3], task, ARGV[4])
return 1
