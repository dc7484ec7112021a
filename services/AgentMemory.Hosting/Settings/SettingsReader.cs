using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace AgentMemory.Hosting.Settings;

/// <summary>
/// Reads typed settings, collecting every problem instead of stopping at the first, and every definition, so that a
/// setting cannot exist without its documentation. A value that is absent, blank or wrong reads as the default.
/// </summary>
internal sealed class SettingsReader(IConfiguration source)
{
    private readonly List<string> _problems = [];
    private readonly List<SettingDefinition> _definitions = [];

    public IReadOnlyList<string> Problems => _problems;

    public IReadOnlyList<SettingDefinition> Definitions => _definitions;

    public void Add(string? problem)
    {
        if (problem is not null)
            _problems.Add(problem);
    }

    /// <param name="shownDefault">The default as documented, where it is not a constant.</param>
    public string? Text(string name, string? shownDefault = null) => Raw(name, "text", shownDefault ?? "");

    public bool Flag(string name, bool fallback) => OptionalFlag(name, fallback ? "true" : "false") ?? fallback;

    public bool? OptionalFlag(string name, string shownDefault = "")
    {
        switch (Raw(name, "true or false", shownDefault)?.ToLowerInvariant())
        {
            case null:
                return null;
            case "true" or "1" or "on" or "yes" or "t" or "y":
                return true;
            case "false" or "0" or "off" or "no" or "f" or "n":
                return false;
            default:
                return Wrong(name, "use true or false", default(bool?));
        }
    }

    public int Integer(string name, int fallback, int minimum, int maximum) =>
        (int)(OptionalInteger(name, minimum, maximum, Shown(fallback)) ?? fallback);

    public long? OptionalInteger(string name, long minimum, long maximum, string shownDefault = "")
    {
        if (Raw(name, "integer", shownDefault) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= minimum && value <= maximum
                ? value
                : Wrong(name, $"use a whole number from {Shown(minimum)} to {Shown(maximum)}", default(long?));
    }

    public double ShareAboveZero(string name, double fallback)
    {
        if (Raw(name, "number above 0, at most 1", Shown(fallback)) is not { } text)
            return fallback;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 1
            ? value
            : Wrong(name, "use a number above 0 and at most 1", fallback);
    }

    public double Number(string name, double fallback, double minimum, double maximum) =>
        OptionalNumber(name, minimum, maximum, Shown(fallback)) ?? fallback;

    public double? OptionalNumber(string name, double minimum, double maximum, string shownDefault = "")
    {
        if (Raw(name, "number", shownDefault) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= minimum && value <= maximum
                ? value
                : Wrong(name, $"use a number from {Shown(minimum)} to {Shown(maximum)}", default(double?));
    }

    /// <summary>An address of the web, without credentials, query or fragment.</summary>
    public Uri? OptionalUrl(string name, string example)
    {
        if (Raw(name, "text", "") is not { } text)
            return null;
        return IsWebUrl(text) ? new Uri(text) : Wrong(name, $"use a URL such as {example}", default(Uri?));
    }

    public static bool IsWebUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url is { UserInfo: "", Query: "", Fragment: "" };

    /// <summary>A text that takes values where its placeholders stand; every one must.</summary>
    public string? Template(string name, params string[] placeholders)
    {
        var text = Raw(name, "text", "built in");
        var missing = placeholders.Where(placeholder => text?.Contains(placeholder, StringComparison.Ordinal) == false).ToArray();
        if (missing.Length == 0)
            return text;
        Add($"{name} lacks {string.Join(" and ", missing)}: put {(missing.Length == 1 ? "it" : "them")} where the text is to stand");
        return null;
    }

    /// <summary>Values with commas between them, or as a JSON list of texts.</summary>
    /// <param name="advice">What a value must be, where <paramref name="isValid"/> says it is not.</param>
    /// <param name="fallback">Where there are none.</param>
    public IReadOnlyList<string> List(string name, Func<string, bool> isValid, string advice, params string[] fallback)
    {
        if (Raw(name, "list", string.Join(",", fallback)) is not { } text || Split(text) is not { Length: > 0 } values)
            return fallback;
        return values.All(isValid) ? values : Wrong(name, advice, fallback);
    }

    /// <param name="choices">The first is the default.</param>
    public string Choice(string name, params string[] choices)
    {
        if (Raw(name, string.Join(", ", choices), choices[0]) is not { } text)
            return choices[0];
        return choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? Wrong(name, $"use one of {string.Join(", ", choices)}", choices[0]);
    }

    /// <summary>A bracket also begins an IPv6 address.</summary>
    private static string[] Split(string text)
    {
        if (text.StartsWith('['))
        {
            try
            {
                return [.. (JsonSerializer.Deserialize<string?[]>(text) ?? []).Select(value => value?.Trim() ?? "")];
            }
            catch (JsonException)
            {
                // No JSON: values with commas between them.
            }
        }

        return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Shown(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private string? Raw(string name, string type, string shownDefault)
    {
        _definitions.Add(new(name, type, shownDefault));
        var text = source[name];
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private T Wrong<T>(string name, string advice, T fallback)
    {
        Add($"{name} is \"{source[name]}\": {advice}");
        return fallback;
    }
}
