-- Finds the records an id stands for, aliases followed, among the owners asked for: at most two, which is one too many.
--
-- ARGV: the id, escaped; number of fields, fields; number of users or -1 for any, users, escaped; then ranges of owners, each
-- (first, last) as ZRANGE BYLEX takes them.
-- Returns the fields' values of each record found.

local root = KEYS[1]
local id = ARGV[1]
local page = 1000
local at = 2

local function list()
    local values = {}
    local count = tonumber(ARGV[at])
    for i = at + 1, at + count do values[#values + 1] = ARGV[i] end
    at = at + 1 + math.max(count, 0)
    return values, count >= 0
end

local fields = list()
local users, is_bound = list()
local is_user = {}
for _, user in ipairs(users) do is_user[user] = true end

local function record(owner)
    local key = root .. 'memory:' .. owner .. ':'
    local values = redis.call('HMGET', key .. id, unpack(fields))
    if values[1] then return values end
    local target = redis.call('GET', root .. 'alias:' .. owner .. ':' .. id)
    if not target then return nil end
    values = redis.call('HMGET', key .. key_part(target), unpack(fields))
    return values[1] and values
end

local found = {}
for range = at, #ARGV, 2 do
    local offset = 0
    repeat
        local owners = redis.call('ZRANGE', root .. 'memory-owners:' .. id, ARGV[range], ARGV[range + 1], 'BYLEX',
            'LIMIT', offset, page)
        for _, owner in ipairs(owners) do
            if not is_bound or is_user[string.match(owner, ':(.*)$')] then
                found[#found + 1] = record(owner)
                if #found == 2 then return found end
            end
        end
        offset = offset + page
    until #owners < page
end
return found
