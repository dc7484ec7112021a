using System.Collections.Concurrent;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Score arrays as long as the index, reused: a search clears only what it touched.</summary>
internal static class ZeroedScores
{
    /// <summary>As many as searches run at once; more are left to the garbage collector.</summary>
    private static readonly int MaximumKept = Environment.ProcessorCount * 2;

    private static readonly ConcurrentQueue<float[]> Kept = new();

    public static float[] Rent(int length)
    {
        while (Kept.TryDequeue(out var scores))
        {
            if (scores.Length >= length)
                return scores;
        }

        // Room to grow, so that adding documents does not make every kept array too short.
        return new float[length + length / 8 + 64];
    }

    public static void Return(float[] scores, List<int> touched)
    {
        foreach (var number in touched)
            scores[number] = 0;
        if (Kept.Count < MaximumKept)
            Kept.Enqueue(scores);
    }
}
