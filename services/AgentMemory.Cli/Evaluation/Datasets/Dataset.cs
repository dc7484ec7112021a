using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Datasets;

/// <param name="Usual">Categories asked unless others are selected; <see langword="null"/> for all.</param>
internal sealed record Dataset(IReadOnlyList<Conversation> Conversations, CategorySelection? Usual)
{
    /// <summary>The questions to ask, with the conversations they need; those without evidence measure nothing.</summary>
    /// <exception cref="StartupException">Something is selected that is not there.</exception>
    public IReadOnlyList<Conversation> Select(IReadOnlyList<string>? names, CategorySelection? categories)
    {
        var known = Conversations.Select(conversation => conversation.Name).ToHashSet(StringComparer.Ordinal);
        if (names?.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new StartupException($"--conversations: there is no {unknown}; there are {List(known)}");
        categories?.Demand(Conversations.SelectMany(one => one.Questions).Select(question => question.Category));

        var asked = categories ?? Usual;
        return
        [
            .. Conversations.Where(conversation => names?.Contains(conversation.Name) ?? true)
                .Select(conversation => conversation with
                {
                    Questions =
                    [
                        .. conversation.Questions.Where(question =>
                            question.Evidence.Count > 0 && (asked?.Contains(question.Category) ?? true)),
                    ],
                })
                .Where(conversation => conversation.Questions.Count > 0),
        ];
    }

    internal static string List(IEnumerable<string> names)
    {
        const int Most = 20;
        var all = names.ToArray();
        return string.Join(", ", all.Take(Most)) + (all.Length > Most ? $" and {all.Length - Most} more" : "");
    }
}
