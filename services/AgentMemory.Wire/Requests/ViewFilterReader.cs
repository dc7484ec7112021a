using System.Text.Json;
using AgentMemory.Search;

namespace AgentMemory.Wire.Requests;

/// <summary>
/// Reads the filters of a summary view (spec 10.16): a text means equal, a list any of them, and an object the operators of a
/// search. Where the contract has no operators, an object is refused: it used to be compared as text (T55).
/// </summary>
public static class ViewFilterReader
{
    public static MemoryFilter Read(WireObject filters) => new()
    {
        UserId = Values(filters, "user_id"),
        Namespace = Values(filters, "namespace"),
        SessionId = Values(filters, "session_id"),
        MemoryType = MemoryTypes(filters),
        ExtractionStrategy = Values(filters, "extraction_strategy", TagFilterReader.Read),
        Topics = Values(filters, "topics", TagFilterReader.Read),
        EventDate = Times(filters),
    };

    private static TagFilter? Values(WireObject filters, string name, Func<WireObject, TagFilter?>? operators = null)
    {
        if (!filters.TryGet(name, out var value))
            return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return TagFilter.Equal(filters.Text(name));
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                return new TagFilter { AnyOf = [.. filters.Texts(name) ?? []] };
            case JsonValueKind.Object when operators is not null:
                return filters.Object(name, operators);
            default:
                filters.Reading.Enter(name);
                filters.Reading.Refuse(
                    "send a string, or a list of strings of which one must match" + (operators is null ? "" : ", or an object of operators"),
                    value);
                filters.Reading.Leave();
                return null;
        }
    }

    private static TagFilter? MemoryTypes(WireObject filters)
    {
        var filter = Values(filters, "memory_type");
        foreach (var value in (filter?.AllOf ?? []).Concat(filter?.AnyOf ?? []))
        {
            if (Vocabularies.MemoryTypes.Find(value) is not null)
                continue;
            filters.Reading.Enter("memory_type");
            filters.Reading.Refuse($"'{value}' is not a memory type; use {Vocabularies.MemoryTypes.Expected}", Reading.AsJson(value));
            filters.Reading.Leave();
        }

        return filter;
    }

    private static TimeFilter? Times(WireObject filters)
    {
        if (!filters.TryGet("event_date", out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Object)
            return filters.Object("event_date", TimeFilterReader.Read);
        return filters.Time("event_date") is { } time ? TimeFilterReader.At(time) : null;
    }
}
