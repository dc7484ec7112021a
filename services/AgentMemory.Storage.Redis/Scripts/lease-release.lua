-- Gives a named lease back, if it is the holder's.
--
-- ARGV: key of the lease, holder.

if redis.call('HGET', ARGV[1], 'holder') == ARGV[2] then redis.call('DEL', ARGV[1]) end
return 1
