-- One page of the sessions of a scope, newest first by their number, and how many there are; expired ones aside.
--
-- Ordered sets by number: of all sessions, and of each namespace's, user's and owner's. Members are owner and id, escaped.
-- ARGV: now, limit, offset, scope (session-scope.lua). Returns the total and the members of the page.

local root = KEYS[1]
local now, limit, offset = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local namespaces, users = read_scope(4)

local sets = {}
local function add(name)
    if redis.call('EXISTS', root .. name) == 1 then sets[#sets + 1] = root .. name end
end
if namespaces and users then
    for _, namespace in ipairs(namespaces) do
        for _, user in ipairs(users) do add('sessions-by-owner:' .. namespace .. ':' .. user) end
    end
elseif namespaces then
    for _, namespace in ipairs(namespaces) do add('sessions-by-namespace:' .. namespace) end
elseif users then
    for _, user in ipairs(users) do add('sessions-by-user:' .. user) end
else
    add('sessions')
end

local function set_of(list)
    local set = {}
    for _, part in ipairs(list) do set[part] = true end
    return set
end
local namespace_set, user_set = namespaces and set_of(namespaces), users and set_of(users)

local function is_meant(member)
    local first = string.find(member, ':', 1, true)
    local second = string.find(member, ':', first + 1, true)
    return (not namespaces or namespace_set[string.sub(member, 1, first - 1)])
        and (not users or user_set[string.sub(member, first + 1, second - 1)])
end

local total = 0
for _, set in ipairs(sets) do total = total + redis.call('ZCARD', set) end

-- Those that nobody has removed yet; they are few.
local expired, expired_members = {}, {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', root .. 'session-expiry', '-inf', now)) do
    if is_meant(member) then
        expired[member] = true
        expired_members[#expired_members + 1] = member
        total = total - 1
    end
end

local page = {}

-- One set is entered at the right place at once.
local function page_of(set)
    local ranks = {}
    for _, member in ipairs(expired_members) do ranks[#ranks + 1] = redis.call('ZREVRANK', set, member) end
    table.sort(ranks)
    local from = offset
    for _, rank in ipairs(ranks) do
        if rank <= from then from = from + 1 end
    end
    for _, member in ipairs(redis.call('ZREVRANGE', set, from, from + limit + #ranks - 1)) do
        if #page < limit and not expired[member] then page[#page + 1] = member end
    end
end

-- Several are merged from their newest on.
local function page_of_several()
    local chunk = 100
    local heads = {}
    local function fill(head)
        head.members = redis.call('ZREVRANGE', head.set, head.next, head.next + chunk - 1, 'WITHSCORES')
        head.next, head.at = head.next + chunk, 1
        return #head.members > 0
    end
    for _, set in ipairs(sets) do
        local head = {set = set, next = 0}
        if fill(head) then heads[#heads + 1] = head end
    end

    local passed = 0
    while #page < limit and #heads > 0 do
        local newest, newest_number = 0, -1
        for i, head in ipairs(heads) do
            local number = tonumber(head.members[head.at + 1])
            if number > newest_number then newest, newest_number = i, number end
        end
        local head = heads[newest]
        local member = head.members[head.at]
        if not expired[member] then
            if passed >= offset then page[#page + 1] = member end
            passed = passed + 1
        end
        head.at = head.at + 2
        if head.at > #head.members and not fill(head) then table.remove(heads, newest) end
    end
end

if #sets == 1 then page_of(sets[1]) elseif #sets > 1 then page_of_several() end
return {total, page}
