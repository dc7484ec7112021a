using System.Collections.Frozen;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tools;

/// <summary>Every tool by its name, in the order they are listed.</summary>
internal sealed class ToolCatalogue
{
    private readonly FrozenDictionary<string, MemoryTool> _byName;

    public ToolCatalogue(IEnumerable<MemoryTool> tools)
    {
        var all = tools.ToArray();
        _byName = all.ToFrozenDictionary(tool => tool.Name, StringComparer.Ordinal);
        Definitions = Array.AsReadOnly(Array.ConvertAll(all, tool => tool.Definition));
    }

    public IList<Tool> Definitions { get; }

    public MemoryTool? Find(string name) => _byName.GetValueOrDefault(name);
}
