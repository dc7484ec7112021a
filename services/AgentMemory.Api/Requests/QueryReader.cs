using System.Globalization;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Api.Requests;

/// <summary>Reads the query string; of a repeated parameter the last value counts, unknown ones are ignored.</summary>
internal readonly struct QueryReader
{
    private readonly IQueryCollection? _query;
    private readonly Reading _reading;

    public QueryReader(HttpRequest request, Reading reading)
    {
        _query = request.QueryString.HasValue ? request.Query : null;
        _reading = reading;
    }

    /// <summary>An id, a namespace or a user; empty means absent.</summary>
    public string? Id(string name)
    {
        if (Text(name) is not { Length: > 0 } id)
            return null;
        Enter(name);
        CheckId(id);
        Leave();
        return id;
    }

    /// <summary>Every value of a repeated parameter.</summary>
    public IReadOnlyList<string> Ids(string name)
    {
        if (_query is null || !_query.TryGetValue(name, out var values))
            return [];
        var ids = new List<string>(values.Count);
        foreach (var id in values)
        {
            if (string.IsNullOrEmpty(id))
                continue;
            Enter(name);
            CheckId(id);
            Leave();
            ids.Add(id);
        }

        return ids;
    }

    public string? Text(string name) =>
        _query is not null && _query.TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : null;

    public int? Integer(string name, int minimum = int.MinValue, int maximum = int.MaxValue) =>
        (int?)Whole(name, minimum, maximum);

    public long? Long(string name, long minimum) => Whole(name, minimum, long.MaxValue);

    public bool? Boolean(string name)
    {
        if (Text(name) is not { } text)
            return null;
        var answer = LaxText.Boolean(text);
        if (answer is null)
        {
            Enter(name);
            _reading.Add("bool_parsing", "Input should be a valid boolean, unable to interpret input", Reading.AsJson(text));
            Leave();
        }

        return answer;
    }

    public DateOnly? Day(string name)
    {
        if (Text(name) is not { Length: > 0 } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Enter(name);
        _reading.Add("date_from_datetime_parsing", "Input should be a valid date, such as 2026-01-31", Reading.AsJson(text));
        Leave();
        return null;
    }

    public T? Choice<T>(string name, Vocabulary<T> vocabulary) where T : struct
    {
        if (Text(name) is not { Length: > 0 } text)
            return null;
        var choice = vocabulary.Find(text);
        if (choice is null)
        {
            Enter(name);
            _reading.Add(
                vocabulary.ErrorType, $"Input should be {vocabulary.Expected}", Reading.AsJson(text), ("expected", vocabulary.Expected));
            Leave();
        }

        return choice;
    }

    /// <summary>As <see cref="Choice"/>, for a parameter that must be there.</summary>
    public T Demand<T>(string name, Vocabulary<T> vocabulary) where T : struct
    {
        if (Text(name) is { Length: > 0 })
            return Choice(name, vocabulary) ?? default;
        Enter(name);
        _reading.Add(
            vocabulary.ErrorType, $"Input should be {vocabulary.Expected}", "null", ("expected", vocabulary.Expected));
        Leave();
        return default;
    }

    private long? Whole(string name, long minimum, long maximum)
    {
        if (Text(name) is not { } text)
            return null;
        Enter(name);
        long? number = null;
        if (!LaxText.TryInteger(text, out var parsed))
            _reading.Add("int_parsing", "Input should be a valid integer, unable to parse string as an integer", Reading.AsJson(text));
        else if (parsed < minimum)
            _reading.AtLeast(minimum, Reading.AsJson(text));
        else if (parsed > maximum)
            _reading.AtMost(maximum, Reading.AsJson(text));
        else
            number = (long)parsed;
        Leave();
        return number;
    }

    private void CheckId(string id)
    {
        if (id.Contains('\0'))
            _reading.Refuse("text must not contain the character U+0000", Reading.AsJson(id));
        Identifier.Check(id, Reading.AsJson(id), _reading);
    }

    private void Enter(string name)
    {
        _reading.Enter("query");
        _reading.Enter(name);
    }

    private void Leave()
    {
        _reading.Leave();
        _reading.Leave();
    }
}
