-- Entries of one session or memory, and up to where entries that might be among them were dropped.
--
-- ARGV: what the members of the index begin with, the entry to begin after, most entries; the ordered set of trims and its
-- member that concern them. Returns the last entry dropped, or 0, and the entries as XRANGE returns them.

local root, prefix = KEYS[1], ARGV[1]
local after = prefix .. string.format('%016.0f', tonumber(ARGV[2]))
local entries = {}
-- Digits sort before the colon.
for _, member in ipairs(redis.call('ZRANGEBYLEX', root .. 'event-index', '(' .. after, '(' .. prefix .. ':', 'LIMIT', 0, ARGV[3])) do
    local id = string.format('%.0f-0', tonumber(string.sub(member, -16)))
    entries[#entries + 1] = redis.call('XRANGE', root .. 'events', id, id)[1]
end
local dropped = math.max(
    tonumber(redis.call('GET', root .. 'event-trim') or 0), tonumber(redis.call('ZSCORE', root .. ARGV[4], ARGV[5]) or 0))
return {string.format('%.0f', dropped), entries}
