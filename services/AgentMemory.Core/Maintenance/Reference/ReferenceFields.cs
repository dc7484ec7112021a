using System.Globalization;
using System.Text.Json;

namespace AgentMemory.Maintenance.Reference;

/// <summary>The fields of a hash (spec 11.2), read as <see cref="ReferenceObject"/> reads members; the empty text is absent.</summary>
internal sealed class ReferenceFields(IReadOnlyDictionary<string, string> fields, ReferenceRepairs repairs)
{
    public bool Has(string name) => fields.ContainsKey(name);

    public string? Text(string name) => fields.TryGetValue(name, out var text) && text.Length > 0 ? text : null;

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return LaxTime.TryParse(text, out var time) ? time : Unusable<DateTimeOffset?>(name);
    }

    /// <summary>Decimals are cut: the reference wrote both (T38).</summary>
    public int? Integer(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : Unusable<int?>(name);
    }

    public bool? Boolean(string name) => Text(name)?.ToLowerInvariant() switch
    {
        null => null,
        "1" or "1.0" or "true" => true,
        "0" or "0.0" or "false" => false,
        _ => Unusable<bool?>(name),
    };

    public IReadOnlyList<string> Tags(string name) => ReferenceTags.Split(Text(name));

    /// <summary>A free object, kept as JSON text.</summary>
    public JsonElement? FreeObject(string name)
    {
        if (Text(name) is not { } json)
            return null;
        try
        {
            return ReferenceObject.Parse(json, repairs).Element;
        }
        catch (UnreadableItemException)
        {
            return Unusable<JsonElement?>(name);
        }
    }

    private T? Unusable<T>(string name)
    {
        repairs.Add(string.Create(CultureInfo.InvariantCulture, $"`{name}` could not be used and was left out"));
        return default;
    }
}
