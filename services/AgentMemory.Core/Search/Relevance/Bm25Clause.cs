namespace AgentMemory.Search;

/// <summary><see cref="Bm25.Score(float, float, float, float)"/> of one term or phrase in many documents: what is the same for all of them
/// is worked out once.</summary>
/// <param name="weight">Of the term or phrase.</param>
/// <param name="averageLength">Of the documents, in terms.</param>
public readonly struct Bm25Clause(float weight, float averageLength)
{
    private readonly float _most = Bm25.Most(weight);
    private readonly float _resistancePerTerm = Bm25.ResistancePerTerm(averageLength);

    /// <param name="count">Occurrences in the document; without any it adds 0.</param>
    /// <param name="length">Of the document, in terms.</param>
    public float Score(float count, float length) =>
        _most * count / (count + Bm25.ResistanceOf(length, _resistancePerTerm));
}
