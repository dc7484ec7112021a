using System.Globalization;
using AgentMemory.Extraction;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Maintenance.Reference;

/// <summary>Sessions as the reference keeps them (spec 11.1), as ours, with all flags.</summary>
internal sealed class ReferenceSessions(ExtractionStrategies strategies)
{
    /// <param name="now">What the rest of the TTL counts from, and for a session that has no time at all.</param>
    /// <exception cref="UnreadableItemException">It is no session, or does not say whose.</exception>
    public Session Read(ReferenceSession item, DateTimeOffset now, ReferenceRepairs repairs)
    {
        var document = ReferenceObject.Parse(item.Json, repairs);
        var key = KeyOf(document, item.Name);
        var updated = document.Time("updated_at");
        var created = document.Time("created_at") ?? updated ?? now;
        var ttl = document.Integer("ttl_seconds");
        return new Session
        {
            Key = key,
            Messages = Messages(document, key, created, repairs),
            Memories = [.. document.Objects("memories").Select(memory => Memory(memory, created, repairs)).OfType<MemoryRecord>()],
            Data = document.FreeObject("data") ?? Json.EmptyObject,
            Context = document.Text("context"),
            Tokens = document.Integer("tokens") ?? 0,
            Strategy = Strategy(document, repairs),
            TtlSeconds = ttl,
            // The document says whether it is to expire, the key how soon (T31).
            ExpiresAt = ttl is { } seconds ? now + (item.ExpiresIn ?? TimeSpan.FromSeconds(seconds)) : null,
            LastAccessed = document.Time("last_accessed") ?? updated ?? created,
            CreatedAt = created,
            UpdatedAt = updated ?? created,
        };
    }

    /// <summary>
    /// The document's own words. The key does not tell a namespace from a user, nor either from a colon in an id (T29), so it
    /// stands in only for what it says beyond doubt.
    /// </summary>
    private static SessionKey KeyOf(ReferenceObject document, string name)
    {
        var owner = new Owner(document.Text("namespace"), document.Text("user_id"));
        if (document.Text("session_id") is { Length: > 0 } id)
            return new(owner, id);

        var rest = name;
        foreach (var part in new[] { owner.Namespace, owner.UserId })
        {
            if (part is not null && rest.StartsWith(part + ":", StringComparison.Ordinal))
                rest = rest[(part.Length + 1)..];
        }

        var isCertain = (document.Declares("namespace") && document.Declares("user_id")) || !rest.Contains(':', StringComparison.Ordinal);
        return isCertain && rest.Length > 0
            ? new(owner, rest)
            : throw new UnreadableItemException("names no session, and its key can be read in several ways");
    }

    private static List<MemoryMessage> Messages(
        ReferenceObject document, SessionKey key, DateTimeOffset created, ReferenceRepairs repairs)
    {
        var messages = new List<MemoryMessage>();
        foreach (var member in document.Objects("messages"))
        {
            if (member.Text("role") is not { } role || member.Text("content") is not { } content)
            {
                repairs.Add("a message without a role or content was left out");
                continue;
            }

            if (!member.Declares("id"))
                repairs.Add("a message without an id got one");
            if (!member.Declares("created_at"))
                repairs.Add("a message without a time got its session's");
            messages.Add(new MemoryMessage
            {
                Role = role,
                Content = content,
                Id = member.Text("id") is { Length: > 0 } id
                    ? id
                    : StableId.Of(key.ToString(), messages.Count.ToString(CultureInfo.InvariantCulture), role, content),
                CreatedAt = member.Time("created_at") ?? created,
                Metadata = member.FreeObject("metadata"),
                PersistedAt = member.Time("persisted_at"),
                DiscreteMemoryExtracted = member.Flag("discrete_memory_extracted") ?? false,
            });
        }

        return messages;
    }

    private static MemoryRecord? Memory(ReferenceObject member, DateTimeOffset created, ReferenceRepairs repairs)
    {
        var memory = ReferenceRecords.Read(member, created, repairs);
        if (memory is null)
            repairs.Add("a memory of a session without a text was left out");
        return memory;
    }

    /// <summary>One that cannot run here would hold its session's extraction up for good.</summary>
    private MemoryStrategy Strategy(ReferenceObject document, ReferenceRepairs repairs)
    {
        if (document.FreeObject("long_term_memory_strategy") is not { } written)
            return MemoryStrategy.Default;
        var member = new ReferenceObject(written, repairs);
        var strategy = new MemoryStrategy
        {
            Strategy = member.Text("strategy") ?? StrategyNames.Discrete,
            Config = member.FreeObject("config") ?? Json.EmptyObject,
        };
        if (strategies.Find(strategy.Strategy) is { } known && !known.Validate(strategy.Config).Any())
            return strategy;
        repairs.Add("a strategy that is unknown or refused here became `discrete`");
        return MemoryStrategy.Default;
    }
}
