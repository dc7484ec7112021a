using System.Globalization;
using System.Text;

namespace AgentMemory.Benchmarks.Load;

/// <summary>Ready bytes of a request, with places for a number that changes from call to call.</summary>
internal sealed class RequestTemplate
{
    /// <summary>Becomes a number that no other call has.</summary>
    public const string Unique = "########";

    /// <summary>Becomes a number that 20 calls in a row share.</summary>
    public const string Shared = "@@@@@@@@";

    public const int CallsPerShared = 20;

    private readonly byte[] _bytes;
    private readonly int[] _unique;
    private readonly int[] _shared;

    private RequestTemplate(byte[] bytes)
    {
        _bytes = bytes;
        _unique = Places(bytes, Unique);
        _shared = Places(bytes, Shared);
    }

    /// <param name="headers">Whole lines, such as <c>Accept: text/plain</c>.</param>
    public static RequestTemplate Of(string method, string path, string? body = null, params ReadOnlySpan<string> headers)
    {
        var head = $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n";
        foreach (var header in headers)
            head += header + "\r\n";
        if (body is not null)
            head += $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        return new(Encoding.UTF8.GetBytes($"{head}\r\n{body}"));
    }

    /// <summary>For one client alone: filling changes the bytes.</summary>
    public RequestTemplate Copy() => new((byte[])_bytes.Clone());

    public ReadOnlyMemory<byte> Fill(int client, int call)
    {
        Write(_unique, (client * 1_000_000) + call);
        Write(_shared, (client * 1_000_000) + (call / CallsPerShared));
        return _bytes;
    }

    private void Write(int[] places, int number)
    {
        foreach (var place in places)
            number.TryFormat(_bytes.AsSpan(place, Unique.Length), out _, "D8", CultureInfo.InvariantCulture);
    }

    private static int[] Places(ReadOnlySpan<byte> bytes, string mark)
    {
        var places = new List<int>();
        var bytesOfMark = Encoding.ASCII.GetBytes(mark);
        for (var from = 0; bytes[from..].IndexOf(bytesOfMark) is >= 0 and var at; from += at + mark.Length)
            places.Add(from + at);
        return [.. places];
    }
}
