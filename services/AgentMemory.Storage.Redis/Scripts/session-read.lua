-- Finds a session and returns of it what the caller does not know yet.
--
-- A session is a hash of its members, a list of its messages (JSON) and a hash from the id of a message to the digest of its
-- content. Every write draws the field revision anew, and every write but an append the field base: with the base unchanged,
-- the messages known are the first of those there are.
--
-- ARGV: now; what to return; the session's id; the owner to look for first ('' for none); the session the caller knows: owner,
-- revision, base, number of messages; then the scope (session-scope.lua) in which the only session of the id is looked for when
-- that owner has none. Owners and ids are escaped.
-- What to return: live, or head: the session that is found, expired ones aside; stored: the first owner's, expired or not;
-- backlog: the same, with what waits aside for extraction.
-- Returns how many sessions were found (2 for several), and for one of them {owner, kind, fields, messages}: kind 0 for the one
-- that is known, 1 for one to which messages were added, 2 for a whole one, 3 for a head. For a backlog also the waiting
-- messages and the position up to which they are another session's.

local root = KEYS[1]
local now, what, id, first = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]
local known = {owner = ARGV[5], revision = ARGV[6], base = ARGV[7], count = ARGV[8]}

local function key_of(kind, owner) return root .. kind .. ':' .. owner .. ':' .. id end

local function content(owner)
    local key = key_of('session', owner)
    if what == 'head' then return {owner, 3, redis.call('HMGET', key, 'revision', 'version')} end
    local is = redis.call('HMGET', key, 'revision', 'base')
    if owner == known.owner and is[1] == known.revision then return {owner, 0} end
    if owner == known.owner and is[2] == known.base then
        return {owner, 1,
            redis.call('HMGET', key, 'revision', 'version', 'strategy', 'strategy_config', 'ttl_seconds', 'expires_at',
                'updated_at'),
            redis.call('LRANGE', key_of('messages', owner), known.count, -1)}
    end
    return {owner, 2, redis.call('HGETALL', key), redis.call('LRANGE', key_of('messages', owner), 0, -1)}
end

if what == 'stored' or what == 'backlog' then
    local reply = redis.call('EXISTS', key_of('session', first)) == 1 and {1, content(first)} or {0, false}
    if what == 'backlog' then
        reply[3] = redis.call('HVALS', key_of('departed-waiting', first))
        reply[4] = redis.call('HGET', key_of('departed', first), 'outlived')
    end
    return reply
end

local function is_live(owner)
    local head = redis.call('HMGET', key_of('session', owner), 'revision', 'expires_at')
    return head[1] and not (head[2] and tonumber(head[2]) <= now)
end

if first ~= '' and is_live(first) then return {1, content(first)} end

-- Two tell that there are several.
local found = {}
local function consider(owner)
    if is_live(owner) then found[#found + 1] = owner end
    return #found < 2
end

-- The owners of the id whose members begin so; members are n, namespace, colon, user, and u, user, colon, namespace.
local function walk(from, to)
    local owners = root .. 'session-owners:' .. id
    local members
    repeat
        members = redis.call('ZRANGEBYLEX', owners, from, to, 'LIMIT', 0, 100)
        for _, member in ipairs(members) do
            local owner = string.sub(member, 2)
            if string.sub(member, 1, 1) == 'u' then
                local colon = string.find(owner, ':', 1, true)
                owner = string.sub(owner, colon + 1) .. ':' .. string.sub(owner, 1, colon - 1)
            end
            if not consider(owner) then return end
            from = '(' .. member
        end
    until #members < 100
end

local namespaces, users = read_scope(9)
if namespaces and users then
    for _, namespace in ipairs(namespaces) do
        for _, user in ipairs(users) do
            if #found < 2 then consider(namespace .. ':' .. user) end
        end
    end
elseif namespaces or users then
    local kind = namespaces and 'n' or 'u'
    for _, part in ipairs(namespaces or users) do
        -- The character after the colon ends what begins with it.
        if #found < 2 then walk('[' .. kind .. part .. ':', '(' .. kind .. part .. ';') end
    end
else
    walk('[n', '(o')
end

if #found == 1 then return {1, content(found[1])} end
return {#found, false}
