using AgentMemory.Hosting;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Cli.Evaluation.Datasets;

/// <summary>Reads items and questions, one object a line: <c>{"item":{…}}</c> or <c>{"question":{…}}</c>.</summary>
internal static class ItemFile
{
    private const string Example = """{"question":{"text":…,"expected":[…]}}""";

    private const string UsualGroup = "default";

    /// <summary>With the name of the run it makes a namespace, which is an identifier.</summary>
    private const int LongestGroup = 256;

    private static readonly string[] MemoryTypes = ["message", "semantic", "episodic"];

    /// <exception cref="StartupException">Lines are wrong.</exception>
    public static Dataset Read(FileInfo file)
    {
        var problems = new LineProblems(file.Name);
        var groups = new OrderedDictionary<string, Group>();
        foreach (var line in LineObject.ReadAll(file, problems))
        {
            line.DemandKnown("item", "question");
            if (line.Has("item") == line.Has("question"))
                line.Refuse("item", "use either item or question on a line");
            else if (line.Object("item") is { } item)
                ReadItem(item, groups);
            else if (line.Object("question") is { } question)
                ReadQuestion(question, groups);
        }
        foreach (var (name, group) in groups)
            group.DemandItems(name);
        problems.ThrowIfAny();
        if (groups.Values.All(group => group.Questions.Count == 0))
            throw new StartupException($"{file.Name} has no question; add lines such as {Example}");
        return new([.. groups.Select(group => group.Value.ToConversation(group.Key))], Usual: null);
    }

    private static void ReadItem(LineObject line, OrderedDictionary<string, Group> groups)
    {
        line.DemandKnown("id", "text", "group", "memory_type", "session_id", "created_at", "event_date", "topics", "entities");
        var (id, text, type) = (line.RequiredText("id"), line.RequiredText("text"), line.Text("memory_type"));
        if (type is not null && !MemoryTypes.Contains(type))
            line.Refuse("memory_type", $"use {string.Join(", ", MemoryTypes)}");
        DemandShort(line, "id", id, Identifier.MaximumLength);
        var session = line.Text("session_id");
        DemandShort(line, "session_id", session, Identifier.MaximumLength);
        var item = new Item(id ?? "", text ?? "")
        {
            MemoryType = type,
            SessionId = session,
            CreatedAt = line.Time("created_at"),
            EventDate = line.Time("event_date"),
            Topics = line.Texts("topics"),
            Entities = line.Texts("entities"),
        };
        var group = GroupOf(line, groups, out var name);
        if (id is not null && !group.Add(item))
            line.Refuse("id", $"{id} is there already in group {name}; ids are unique within a group");
    }

    private static void ReadQuestion(LineObject line, OrderedDictionary<string, Group> groups)
    {
        line.DemandKnown("text", "expected", "group", "category");
        var (text, expected, category) = (line.RequiredText("text"), line.Texts("expected"), line.TextOrNumber("category"));
        if (expected is [] || !line.Has("expected"))
            line.Refuse("expected", "name the id of at least one item");
        GroupOf(line, groups, out _).Add(line, text ?? "", category is null ? null : new(category), expected ?? []);
    }

    private static Group GroupOf(LineObject line, OrderedDictionary<string, Group> groups, out string name)
    {
        name = line.Text("group") ?? UsualGroup;
        DemandShort(line, "group", name, LongestGroup);
        if (!groups.TryGetValue(name, out var group))
            groups.Add(name, group = new());
        return group;
    }

    private static void DemandShort(LineObject line, string member, string? text, int most)
    {
        if (text?.Length > most)
            line.Refuse(member, $"use at most {most} characters");
    }

    private sealed class Group
    {
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
        private readonly List<LineObject> _lines = [];

        public List<Item> Items { get; } = [];

        public List<Question> Questions { get; } = [];

        public Conversation ToConversation(string name) => new(name, Items, Questions);

        /// <returns>Whether its id is new.</returns>
        public bool Add(Item item)
        {
            if (!_ids.Add(item.Id))
                return false;
            Items.Add(item);
            return true;
        }

        public void Add(LineObject line, string text, Category? category, IReadOnlyList<string> expected)
        {
            _lines.Add(line);
            Questions.Add(new(Questions.Count + 1, text, category, [.. expected.Distinct(StringComparer.Ordinal)]));
        }

        /// <summary>Only at the end of the file: questions may stand before their items.</summary>
        public void DemandItems(string name)
        {
            foreach (var (line, question) in _lines.Zip(Questions))
            {
                foreach (var id in question.Evidence.Where(id => !_ids.Contains(id)))
                    line.Refuse("expected", $"there is no item {id} in group {name}; name ids of its items");
            }
        }
    }
}
