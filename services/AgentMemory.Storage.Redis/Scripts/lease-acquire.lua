-- Takes a named lease that is free, or extends it for its holder.
--
-- ARGV: key of the lease, holder, now, its end. Returns 1, or 0 while somebody else holds it.

local lease = redis.call('HMGET', ARGV[1], 'holder', 'until')
if lease[1] and lease[1] ~= ARGV[2] and tonumber(lease[2]) > tonumber(ARGV[3]) then return 0 end
redis.call('HSET', ARGV[1], 'holder', ARGV[2], 'until', ARGV[4])
return 1
