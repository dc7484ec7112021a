using AgentMemory.LongTermMemory;
using AgentMemory.Search;

namespace AgentMemory.Storage.Redis.Search;

/// <param name="Number">Tells equally near records apart.</param>
/// <param name="Distance">Computed here from the stored vector: the server's differs in the last digits.</param>
internal readonly record struct Neighbour(MemoryRecord Record, long Number, double Distance) : IComparable<Neighbour>
{
    public Candidate Candidate => new(Record, Distance);

    public int CompareTo(Neighbour other) =>
        Distance != other.Distance ? Distance.CompareTo(other.Distance) : Number.CompareTo(other.Number);
}
