using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction.Strategies;

/// <summary>What a thread summary is stored under, and what tells whether its thread has changed (spec 10.7, vectors in 16).</summary>
internal static class ThreadIdentity
{
    private const int IdDigits = 24;
    private const char MessageSeparator = '\u001e';
    private const char MemberSeparator = '\u001f';

    /// <summary>One id per session, whatever is said in it: a newer summary replaces the older.</summary>
    public static string SummaryId(SessionKey session) => "thread_summary_"
        + Digest($"{session.Owner.Namespace}|{session.Owner.UserId}|{session.SessionId}")[..IdDigits];

    public static string Fingerprint(IEnumerable<MemoryMessage> messages) => Digest(string.Join(
        MessageSeparator,
        messages.Select(message => string.Join(MemberSeparator, message.Id, Iso(message.CreatedAt), message.Role, message.Content))));

    /// <summary>As the contract writes times here: <c>+00:00</c>, microseconds only where there are any.</summary>
    public static string Iso(DateTimeOffset time) => Timestamp.Truncate(time).ToString(
        time.UtcTicks % TimeSpan.TicksPerSecond < TimeSpan.TicksPerMicrosecond ? "yyyy-MM-dd'T'HH:mm:sszzz" : "yyyy-MM-dd'T'HH:mm:ss.ffffffzzz",
        CultureInfo.InvariantCulture);

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
