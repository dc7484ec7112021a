-- Names of keys, as the class Keys has them.

local function key_part(text)
    return (string.gsub(string.gsub(string.gsub(text, '%%', '%%25'), ':', '%%3A'), '%z', '%%00'))
end
