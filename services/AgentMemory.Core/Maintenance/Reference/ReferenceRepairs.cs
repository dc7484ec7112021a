namespace AgentMemory.Maintenance.Reference;

/// <summary>What had to be put right in one item for it to be taken over; counted in the report.</summary>
internal sealed class ReferenceRepairs
{
    private readonly SortedSet<string> _repairs = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> All => _repairs;

    /// <param name="repair">In words that are the same for every item.</param>
    public void Add(string repair) => _repairs.Add(repair);
}
