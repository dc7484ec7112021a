using AgentMemory.ServiceDefaults.Requests;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Api.Requests;

/// <summary>Reads an id from the path.</summary>
internal static class PathId
{
    public static string Read(HttpContext http, string name, Reading reading)
    {
        var id = PathValue.Read(http, name);
        reading.Enter("path");
        reading.Enter(name);
        var input = Reading.AsJson(id);
        if (id.Contains('\0'))
            reading.Refuse("text must not contain the character U+0000", input);
        Identifier.Check(id, input, reading);
        reading.Leave();
        reading.Leave();
        return id;
    }
}
