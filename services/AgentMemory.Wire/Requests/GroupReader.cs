namespace AgentMemory.Wire.Requests;

/// <summary>Reads which group of a summary view is meant: a value per field.</summary>
public static class GroupReader
{
    /// <summary>The body of <c>POST /v1/summary-views/{view_id}/partitions/run</c>; whether its fields are the view's is the
    /// engine's question.</summary>
    public static IReadOnlyDictionary<string, string> Read(WireObject body)
    {
        var group = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!body.TryGet("group", out _))
            body.Reading.Missing("group", body.Element);
        body.Object("group", sent =>
        {
            foreach (var member in sent.Element.EnumerateObject())
            {
                sent.Reading.Enter(member.Name);
                if (LaxValue.Text(member.Value, sent.Reading) is { } value)
                    group[member.Name] = value;
                sent.Reading.Leave();
            }

            if (group.ContainsKey("memory_type"))
                sent.Choice("memory_type", Vocabularies.MemoryTypes);
            return group;
        });
        return group;
    }
}
