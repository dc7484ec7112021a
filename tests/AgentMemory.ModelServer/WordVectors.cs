using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentMemory.ModelServers;

/// <summary>
/// Vectors of texts: a dimension per word, chosen by the word's hash, so that texts that share words are near each other,
/// the same on every machine.
/// </summary>
public static class WordVectors
{
    public const int Dimensions = 256;

    private static readonly char[] Separators = [' ', '\t', '\n', '\r', '.', ',', ';', ':', '!', '?', '"', '\'', '(', ')', '-'];

    /// <summary>Of length 1.</summary>
    public static float[] Of(string text)
    {
        var vector = new float[Dimensions];
        foreach (var word in text.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries))
            vector[Hash(word) % Dimensions] += 1;
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        if (length == 0)
            (vector[0], length) = (1, 1);
        for (var index = 0; index < vector.Length; index++)
            vector[index] /= length;
        return vector;
    }

    internal static JsonNode Answer(string[] inputs, bool base64)
    {
        var data = new JsonArray();
        for (var index = 0; index < inputs.Length; index++)
        {
            var vector = Of(inputs[index]);
            data.Add(new JsonObject
            {
                ["object"] = "embedding",
                ["index"] = index,
                ["embedding"] = base64
                    ? Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan()))
                    : JsonSerializer.SerializeToNode(vector),
            });
        }
        var tokens = inputs.Sum(input => input.Length / 4 + 1);
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = data,
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        };
    }

    /// <summary>FNV-1a: unlike string.GetHashCode it is the same in every process.</summary>
    private static uint Hash(string word)
    {
        var hash = 2166136261u;
        foreach (var letter in word)
            hash = (hash ^ letter) * 16777619u;
        return hash;
    }
}
