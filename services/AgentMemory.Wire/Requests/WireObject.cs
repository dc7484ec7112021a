using System.Text.Json;

namespace AgentMemory.Wire.Requests;

/// <summary>
/// A JSON object of a request, read member by member. A member that is <c>null</c> counts as absent; members nobody asks
/// for are ignored (spec 1.2).
/// </summary>
public readonly struct WireObject(JsonElement element, Reading reading)
{
    public JsonElement Element => element;

    public Reading Reading => reading;

    /// <summary>Reports a value that is no object.</summary>
    public static bool TryOpen(JsonElement value, Reading reading, out WireObject opened)
    {
        opened = new WireObject(value, reading);
        if (value.ValueKind == JsonValueKind.Object)
            return true;
        reading.Add("model_attributes_type", "Input should be a valid dictionary or object to extract fields from", value);
        return false;
    }

    /// <summary>Whether the member is there, be it <c>null</c>.</summary>
    public bool Declares(string name) => element.TryGetProperty(name, out _);

    public bool TryGet(string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    public string? Text(string name) => Read(name, static (value, reading) => LaxValue.Text(value, reading));

    public string RequiredText(string name)
    {
        if (!TryGet(name, out _))
            reading.Missing(name, element);
        return Text(name) ?? "";
    }

    /// <summary>An id, a namespace or a user; empty means absent.</summary>
    public string? Id(string name) => Read(name, static (value, reading) =>
        LaxValue.Text(value, reading) is { Length: > 0 } id ? Identifier.Check(id, Reading.AsJson(value), reading) : null);

    public string RequiredId(string name)
    {
        if (!TryGet(name, out var value))
            reading.Missing(name, element);
        var id = Id(name);
        if (id is null && value.ValueKind == JsonValueKind.String)
        {
            reading.Enter(name);
            reading.Refuse("must not be empty", value);
            reading.Leave();
        }

        return id ?? "";
    }

    /// <summary>Several ids; empty ones count as absent.</summary>
    public IReadOnlyList<string> RequiredIds(string name)
    {
        if (!TryGet(name, out _))
            reading.Missing(name, element);
        return Elements(name, 0, static (value, reading, _) =>
            LaxValue.Text(value, reading) is { Length: > 0 } id ? Identifier.Check(id, Reading.AsJson(value), reading) : null) ?? [];
    }

    public int? Integer(string name, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (!TryGet(name, out var value))
            return null;
        reading.Enter(name);
        var number = LaxValue.Integer(value, reading, minimum, maximum);
        reading.Leave();
        return number;
    }

    public double? Number(string name, double minimum = double.MinValue, double maximum = double.MaxValue)
    {
        if (!TryGet(name, out var value))
            return null;
        reading.Enter(name);
        var number = LaxValue.Number(value, reading, minimum, maximum);
        reading.Leave();
        return number;
    }

    public bool? Boolean(string name) => ReadValue(name, static (value, reading) => LaxValue.Boolean(value, reading));

    public DateTimeOffset? Time(string name) => ReadValue(name, static (value, reading) => LaxValue.Time(value, reading));

    public JsonElement? FreeObject(string name) =>
        ReadValue(name, static (value, reading) => LaxValue.FreeObject(value, reading));

    public T? Choice<T>(string name, Vocabulary<T> vocabulary) where T : struct
    {
        if (!TryGet(name, out var value))
            return null;
        reading.Enter(name);
        var choice = LaxValue.Choice(value, vocabulary, reading);
        reading.Leave();
        return choice;
    }

    /// <summary>A nested object; <see langword="null"/> when it is absent or no object.</summary>
    public T? Object<T>(string name, Func<WireObject, T?> read) where T : class => Read(name, (value, reading) =>
        TryOpen(value, reading, out var opened) ? read(opened) : null);

    public IReadOnlyList<T>? Objects<T>(string name, Func<WireObject, T> read) where T : class => Elements(name, read,
        static (value, reading, read) => TryOpen(value, reading, out var opened) ? read(opened) : null);

    public IReadOnlyList<string>? Texts(string name) => Elements(name, 0,
        static (value, reading, _) => LaxValue.Text(value, reading));

    /// <summary>Texts that stores keep as tags, in which a comma would separate (spec 4.4).</summary>
    public IReadOnlyList<string>? Tags(string name)
    {
        var tags = Texts(name);
        for (var index = 0; index < tags?.Count; index++)
        {
            if (!tags[index].Contains(','))
                continue;
            reading.Enter(name);
            reading.Refuse(
                $"{name}[{index}] must not contain a comma: '{tags[index]}'; send the parts as separate elements",
                Reading.AsJson(tags[index]));
            reading.Leave();
        }

        return tags;
    }

    private List<T>? Elements<T, TState>(string name, TState state, Func<JsonElement, Reading, TState, T?> read)
        where T : class
    {
        if (!TryGet(name, out var list))
            return null;
        reading.Enter(name);
        List<T>? elements = null;
        if (list.ValueKind == JsonValueKind.Array)
        {
            elements = new List<T>(list.GetArrayLength());
            var index = 0;
            foreach (var value in list.EnumerateArray())
            {
                reading.Enter(index++);
                if (read(value, reading, state) is { } item)
                    elements.Add(item);
                reading.Leave();
            }
        }
        else
        {
            reading.Add("list_type", "Input should be a valid list", list);
        }

        reading.Leave();
        return elements;
    }

    private T? Read<T>(string name, Func<JsonElement, Reading, T?> read) where T : class
    {
        if (!TryGet(name, out var value))
            return null;
        reading.Enter(name);
        var result = read(value, reading);
        reading.Leave();
        return result;
    }

    private T? ReadValue<T>(string name, Func<JsonElement, Reading, T?> read) where T : struct
    {
        if (!TryGet(name, out var value))
            return null;
        reading.Enter(name);
        var result = read(value, reading);
        reading.Leave();
        return result;
    }
}
