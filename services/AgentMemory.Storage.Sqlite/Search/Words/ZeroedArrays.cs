using System.Collections.Concurrent;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Arrays as long as the index, all zero, reused: a search clears only what it touched.</summary>
internal static class ZeroedArrays<T>
{
    /// <summary>As many as searches run at once; more are left to the garbage collector.</summary>
    private static readonly int MaximumKept = Environment.ProcessorCount * 2;

    private static readonly ConcurrentQueue<T[]> Kept = new();

    public static T[] Rent(int length)
    {
        while (Kept.TryDequeue(out var array))
        {
            if (array.Length >= length)
                return array;
        }

        // Room to grow, so that adding texts does not make every kept array too short.
        return new T[length + length / 8 + 64];
    }

    /// <param name="array">All zero.</param>
    public static void Return(T[] array)
    {
        if (Kept.Count < MaximumKept)
            Kept.Enqueue(array);
    }
}
