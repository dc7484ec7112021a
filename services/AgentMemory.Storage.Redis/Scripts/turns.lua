-- The messages of sessions in order, and what each knows of the two before and after it: the field _around of its hash, twelve
-- parts with colons between, of each neighbour its field _ranking, its number and its id. Parts are empty where there is none.

local reach = 2
local sessions = {} -- by the key of the ordered set
local awaited = {} -- by the key of a hash that is to be created
local created = {} -- hashes whose fields wait for what is around them, so that search indexes them once

local function turns_of(set, prefix)
    if not sessions[set] then sessions[set] = {prefix = prefix, joined = {}, stale = {}} end
    return sessions[set]
end

local function turn_member(number, id)
    return string.format('%016.0f:%s', number, id)
end

-- The members around one, itself included, and which of them it is; 0 when it is not there.
local function turns_around(set, member)
    local rank = redis.call('ZRANK', set, member)
    if not rank then return {}, 0 end
    local first = math.max(rank - reach, 0)
    return redis.call('ZRANGE', set, first, rank + reach), rank - first + 1
end

local function turns_disturb(turns, set, member)
    local around = turns_around(set, member)
    for _, neighbour in ipairs(around) do turns.stale[neighbour] = true end
end

local function turn_place(set, prefix, time, id, number)
    local turns = turns_of(set, prefix)
    local member = turn_member(number, id)
    local known = redis.call('ZSCORE', set, member)
    if known and tonumber(known) ~= tonumber(time) then turns_disturb(turns, set, member) end
    redis.call('ZADD', set, time, member)
    turns.joined[member] = true
end

-- Without a number, once the hash is created.
local function turn_join(set, prefix, time, id, number)
    if number == '' then awaited[prefix .. id] = {set, prefix, time, id} else turn_place(set, prefix, time, id, number) end
end

local function turn_leave(set, prefix, id, number)
    local member = turn_member(number, id)
    turns_disturb(turns_of(set, prefix), set, member)
    redis.call('ZREM', set, member)
end

-- Takes over the fields of a new hash if it is awaited.
local function turn_created(hash, number, fields)
    local turn = awaited[hash]
    if not turn then return false end
    turn_place(turn[1], turn[2], turn[3], turn[4], number)
    created[#created + 1] = hash
    created[hash] = fields
    return true
end

local function turn_ranking(hash)
    local fields = created[hash]
    if not fields then return redis.call('HGET', hash, '_ranking') end
    for i = 1, #fields, 2 do
        if fields[i] == '_ranking' then return fields[i + 1] end
    end
end

local function turn_described(turns, member)
    local number, id = string.match(member, '^0*(%d+):(.*)$')
    local ranking = turn_ranking(turns.prefix .. id)
    return ranking and ranking .. ':' .. number .. ':' .. id or '::'
end

local function turn_write(set, turns, member)
    local around, place = turns_around(set, member)
    if place == 0 then return end
    local parts = {}
    for at = place - reach, place + reach do
        if at ~= place then parts[#parts + 1] = around[at] and turn_described(turns, around[at]) or '::' end
    end
    local value = table.concat(parts, ':')
    local hash = turns.prefix .. string.sub(member, 18)
    if created[hash] then
        table.insert(created[hash], '_around')
        table.insert(created[hash], value)
        return
    end
    local known = redis.call('HMGET', hash, 'number', '_around')
    if known[1] and known[2] ~= value then redis.call('HSET', hash, '_around', value) end
end

-- Last of all, when every turn has its place.
local function turns_write()
    for set, turns in pairs(sessions) do
        for member in pairs(turns.joined) do turns_disturb(turns, set, member) end
        for member in pairs(turns.stale) do turn_write(set, turns, member) end
    end
    for _, hash in ipairs(created) do redis.call('HSET', hash, unpack(created[hash])) end
end
