namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>A clause in the one form that the rules read: without what only announces it, with its subject, in the order
/// subject first.</summary>
internal static class PlainForm
{
    public static List<Token> Of(IReadOnlyList<Token> clause) =>
        [.. Demonstratives.AsArticles(RelativeObject.Restored(Inversion.Undone(LeftOutSubject.Supplied(
            Announcement.Dropped(clause)))))];
}
