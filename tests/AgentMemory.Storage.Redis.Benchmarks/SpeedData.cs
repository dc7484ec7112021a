using System.Globalization;
using System.Text;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;

namespace AgentMemory.Storage.Redis.Benchmarks;

/// <summary>Records with words as frequent as those of a language, and vectors in clusters; the same at every run.</summary>
internal sealed class SpeedData
{
    private const int Users = 20;
    private const int Words = 20_000;

    public static readonly EmbeddingSpace Space = new("speed", 384);

    /// <summary>What "country" may mean: questions have words of a like meaning to look for.</summary>
    private static readonly string[] Countries = ["spain", "italy", "france", "germany", "england", "mexico", "brazil", "cuba"];

    private readonly Random _random = new(7);
    private readonly float[][] _centres = new float[300][];

    public SpeedData()
    {
        for (var i = 0; i < _centres.Length; i++)
            _centres[i] = Gaussian(1);
    }

    public float[] Vector() => Near(_centres[_random.Next(_centres.Length)]);

    public MemoryRecord Record(int number)
    {
        var text = new StringBuilder();
        for (var i = _random.Next(8, 40); i > 0; i--)
            text.Append(Word((int)(Words * Math.Pow(_random.NextDouble(), 3)))).Append(' ');
        if (_random.Next(40) == 0)
            text.Append(Countries[_random.Next(Countries.Length)]);
        return new MemoryRecord
        {
            Id = $"m{number}",
            Text = text.ToString(),
            Namespace = "speed",
            UserId = $"user{number % Users}",
            SessionId = $"session{number % 1000}",
            Topics = [$"topic{_random.Next(100)}"],
            Entities = [$"entity{_random.Next(1000)}"],
            MemoryType = number % 4 == 0 ? MemoryType.Semantic : MemoryType.Message,
            CreatedAt = DateTimeOffset.UnixEpoch.AddMinutes(number),
            UpdatedAt = DateTimeOffset.UnixEpoch,
            LastAccessed = DateTimeOffset.UnixEpoch,
        };
    }

    /// <summary>Letters that no stemmer cuts.</summary>
    private static string Word(int number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('b' + (digit - '0')))) + "ko";

    private float[] Near(float[] centre)
    {
        var noise = Gaussian(0.7f);
        return [.. centre.Zip(noise, (one, other) => one + other)];
    }

    private float[] Gaussian(float scale) =>
    [
        .. Enumerable.Range(0, Space.Dimensions).Select(_ =>
            scale * (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()))),
    ];
}
