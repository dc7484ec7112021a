using AgentMemory.Storage.Redis.Database;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>The keys of what one session has. Scripts form them likewise.</summary>
internal sealed class SessionKeys(Keys keys, SessionKey key)
{
    /// <summary>The session as a member of ordered sets; <see cref="Keys.ReadPart"/> reads it.</summary>
    public string Member { get; } = Keys.Part(key.Owner, key.SessionId);

    /// <summary>Its members but the messages (<see cref="SessionFields"/>).</summary>
    public RedisKey Hash { get; } = keys.Of("session", key);

    /// <summary>The messages in order, each as JSON (<see cref="StoredMessage"/>).</summary>
    public RedisKey Messages { get; } = keys.Of("messages", key);

    /// <summary>From each id in it to the digest of the first message that has it.</summary>
    public RedisKey MessageIds { get; } = keys.Of("message-ids", key);

    /// <summary>Its tasks that are queued, leased or dead; absent when there are none.</summary>
    public RedisKey Tasks { get; } = keys.Of("task-session", key);

    /// <summary>What is known of the rows of messages that left the session (<see cref="DepartedMessages"/>).</summary>
    public RedisKey Departed { get; } = keys.Of("departed", key);

    /// <summary>Those that extraction has seen.</summary>
    public RedisKey DepartedKnown { get; } = keys.Of("departed-known", key);

    public RedisKey DepartedKnownOrder { get; } = keys.Of("departed-known-order", key);

    /// <summary>Those that wait for it.</summary>
    public RedisKey DepartedWaiting { get; } = keys.Of("departed-waiting", key);

    public RedisKey DepartedWaitingOrder { get; } = keys.Of("departed-waiting-order", key);

    /// <summary>Of all sessions: those that ended and left messages, by when.</summary>
    public RedisKey DepartedForget { get; } = keys.Of("departed-forget");
}
