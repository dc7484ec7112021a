namespace AgentMemory.Tenancy;

/// <summary>
/// Whose a record is: the partition it lives in. Both parts are optional; an empty string on the wire means the same as
/// absent and is normalised to <see langword="null"/>, so one owner has exactly one spelling.
/// </summary>
public readonly record struct Owner
{
    public Owner(string? @namespace, string? userId)
    {
        Namespace = string.IsNullOrEmpty(@namespace) ? null : @namespace;
        UserId = string.IsNullOrEmpty(userId) ? null : userId;
    }

    /// <summary>Exact and case-sensitive; <see langword="null"/> when the record belongs to no namespace.</summary>
    public string? Namespace { get; }

    /// <summary>Exact and case-sensitive; <see langword="null"/> when the record belongs to no user.</summary>
    public string? UserId { get; }

    public override string ToString() => $"{Namespace ?? "-"}/{UserId ?? "-"}";
}
