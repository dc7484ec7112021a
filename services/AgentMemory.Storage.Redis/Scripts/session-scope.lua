-- Which owners a caller means: a list of namespaces and one of users, each absent for all of them.

-- Two lists, each a count and so many escaped parts; a count of -1 stands for no list.
local function read_scope(at)
    local function read_list()
        local count = tonumber(ARGV[at])
        at = at + 1
        if count < 0 then return nil end
        local list = {}
        for i = 1, count do list[i] = ARGV[at + i - 1] end
        at = at + count
        return list
    end
    local namespaces = read_list()
    return namespaces, read_list()
end
