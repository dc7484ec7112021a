using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentMemory.Maintenance.Reference;

/// <summary>A JSON object the reference wrote, read member by member. A member that is <c>null</c> counts as absent, and so
/// does one of another type than it should have, which is a repair.</summary>
internal readonly struct ReferenceObject(JsonElement element, ReferenceRepairs repairs)
{
    private static readonly byte[] Replacement = """\ufffd"""u8.ToArray();

    /// <exception cref="UnreadableItemException">It is no JSON object.</exception>
    public static ReferenceObject Parse(string json, ReferenceRepairs repairs)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        while (LoneSurrogate.Find(utf8) is var position and >= 0)
        {
            Replacement.CopyTo(utf8, position);
            repairs.Add("half a character (a lone surrogate) was replaced");
        }

        var reader = new Utf8JsonReader(utf8);
        try
        {
            var element = JsonElement.ParseValue(ref reader);
            return element.ValueKind == JsonValueKind.Object
                ? new ReferenceObject(element, repairs)
                : throw new UnreadableItemException("holds JSON that is no object");
        }
        catch (JsonException error)
        {
            throw new UnreadableItemException("holds no JSON", error);
        }
    }

    public JsonElement Element => element;

    /// <summary>Whether the member is there, be it <c>null</c>.</summary>
    public bool Declares(string name) => element.TryGetProperty(name, out _);

    /// <summary>A number is read as the text it is written as.</summary>
    public string? Text(string name) => Get(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => Unusable<string>(name),
    };

    public int? Integer(string name)
    {
        if (Get(name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : Unusable<int?>(name);
    }

    public bool? Boolean(string name) => Get(name)?.ValueKind switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Unusable<bool?>(name),
    };

    /// <summary>A flag is the letter <c>t</c> or <c>f</c>.</summary>
    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "t" => true,
        "f" => false,
        _ => Unusable<bool?>(name),
    };

    /// <summary>ISO 8601, without a zone in UTC, or Unix seconds.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { Length: > 0 } text)
            return null;
        return LaxTime.TryParse(text, out var time) ? time : Unusable<DateTimeOffset?>(name);
    }

    /// <summary>Elements that are no text are left out.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        var texts = List(name)?.Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).ToList();
        if (texts is not null && texts.Count < List(name)!.Count)
            Unusable<string>(name);
        return texts;
    }

    /// <summary>Elements that are no objects are left out.</summary>
    public IReadOnlyList<ReferenceObject> Objects(string name)
    {
        var (objects, all) = (new List<ReferenceObject>(), List(name) ?? []);
        foreach (var item in all)
        {
            if (item.ValueKind == JsonValueKind.Object)
                objects.Add(new ReferenceObject(item, repairs));
        }

        if (objects.Count < all.Count)
            Unusable<string>(name);
        return objects;
    }

    /// <summary>A free object.</summary>
    public JsonElement? FreeObject(string name) => Get(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } free => free,
        _ => Unusable<JsonElement?>(name),
    };

    private List<JsonElement>? List(string name) => Get(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
        _ => Unusable<List<JsonElement>>(name),
    };

    private JsonElement? Get(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private T? Unusable<T>(string name)
    {
        repairs.Add(string.Create(CultureInfo.InvariantCulture, $"`{name}` could not be used and was left out"));
        return default;
    }
}
