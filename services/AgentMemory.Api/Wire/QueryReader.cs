
namespace AgentMemory.Api.Wire;

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

    public int? Integer(string name, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (Text(name) is not { } text)
            return null;
        Enter(name);
        int? number = null;
        if (!LaxText.TryInteger(text, out var parsed))
            _reading.Add("int_parsing", "Input should be a valid integer, unable to parse string as an integer", Reading.AsJson(text));
        else if (parsed < minimum)
            _reading.AtLeast(minimum, Reading.AsJson(text));
        else if (parsed > maximum)
            _reading.AtMost(maximum, Reading.AsJson(text));
        else
            number = (int)parsed;
        Leave();
        return number;
    }

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
