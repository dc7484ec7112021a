namespace AgentMemory.Search;

/// <summary>How a hit's relevance came about: the sum of its words' shares, times its factors.</summary>
/// <param name="Words">What each clause of the query adds; clauses that add nothing are left out.</param>
/// <param name="Factors">What is known of the text beside its words, where it changed the score.</param>
/// <param name="Relevance">The raw score, before it is divided by the best hit's.</param>
public sealed record ScoreExplanation(
    IReadOnlyList<WordShare> Words, IReadOnlyList<ScoreFactor> Factors, double Relevance);

/// <param name="Word">The term or phrase, as it is compared.</param>
/// <param name="Own">Weighted occurrences in the text itself, of the word or what stands for it.</param>
/// <param name="Context">Weighted occurrences in the messages around it.</param>
/// <param name="Share">What it adds to the score.</param>
public sealed record WordShare(string Word, double Own, double Context, double Share);

/// <param name="Name"><c>speaker</c>, <c>time</c> or <c>date</c>.</param>
public sealed record ScoreFactor(string Name, double Value);
