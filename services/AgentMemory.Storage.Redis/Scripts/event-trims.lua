-- What trimming shares.

-- Takes entries, as XRANGE returns them, out of whatever finds them; they stay in the stream.
local function event_forget(root, entries)
    for _, entry in ipairs(entries) do
        local fields = {}
        for i = 1, #entry[2], 2 do fields[entry[2][i]] = entry[2][i + 1] end
        local digits = string.format('%016.0f', tonumber(string.match(entry[1], '^%d+')))
        local owner = key_part(fields.ns) .. ':' .. key_part(fields.user)
        if fields.session then
            local part = owner .. ':' .. key_part(fields.session)
            redis.call('ZREM', root .. 'event-index', 's' .. part .. ':' .. digits)
            if tonumber(redis.call('ZINCRBY', root .. 'event-sessions', -1, part)) < 1 then
                redis.call('ZREM', root .. 'event-sessions', part)
            end
        end
        if fields.subject then
            redis.call('ZREM', root .. 'event-index', 'm' .. owner .. ':' .. key_part(fields.subject) .. ':' .. digits)
        end
    end
end
