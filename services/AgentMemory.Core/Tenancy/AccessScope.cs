using System.Collections.Frozen;
using AgentMemory.Errors;

namespace AgentMemory.Tenancy;

/// <summary>
/// What a caller may see and touch. Every store call carries one, and every store turns it into a condition of the query
/// itself, so nothing outside it is ever read, counted, changed or deleted. Made in one place per service, from the
/// caller's credentials; background tasks use <see cref="Of"/> with the owner the task was caused by.
/// </summary>
public sealed class AccessScope
{
    private AccessScope(FrozenSet<string>? namespaces, FrozenSet<string>? users)
    {
        Namespaces = namespaces;
        Users = users;
    }

    /// <summary>No restriction: an unbound token, or no authentication.</summary>
    public static AccessScope Everything { get; } = new(null, null);

    /// <summary>
    /// The namespaces that may be seen; <see langword="null"/> means every one. The empty string stands for records
    /// without a namespace.
    /// </summary>
    public FrozenSet<string>? Namespaces { get; }

    /// <summary>As <see cref="Namespaces"/>, for users.</summary>
    public FrozenSet<string>? Users { get; }

    public bool IsUnrestricted => Namespaces is null && Users is null;

    /// <summary>A scope bound to the given namespaces and users; <see langword="null"/> leaves that part unbound.</summary>
    public static AccessScope Bound(IEnumerable<string>? namespaces, IEnumerable<string>? users) =>
        namespaces is null && users is null
            ? Everything
            : new(namespaces?.ToFrozenSet(StringComparer.Ordinal), users?.ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Exactly one owner's records.</summary>
    public static AccessScope Of(Owner owner) => Bound([owner.Namespace ?? ""], [owner.UserId ?? ""]);

    /// <param name="what">Names the record in the message, such as <c>session</c>.</param>
    /// <exception cref="AccessDeniedException">The owner is outside this scope.</exception>
    public void Demand(Owner owner, string what)
    {
        if (!Contains(owner))
            throw new AccessDeniedException($"The {what}'s namespace and user ({owner}) are outside the caller's scope");
    }

    public bool Contains(Owner owner) => Includes(Namespaces, owner.Namespace) && Includes(Users, owner.UserId);

    /// <summary>Whether everything in the other scope is in this one.</summary>
    public bool Covers(AccessScope other) => IncludesAll(Namespaces, other.Namespaces) && IncludesAll(Users, other.Users);

    /// <summary>
    /// Where a write goes. A part the caller did not name is taken from the binding when that holds exactly one value.
    /// </summary>
    /// <exception cref="AccessDeniedException">The place is outside this scope, or the binding leaves it open.</exception>
    public Owner Place(string? @namespace, string? userId)
    {
        var owner = new Owner(@namespace ?? Only(Namespaces), userId ?? Only(Users));
        Demand("namespace", Namespaces, owner.Namespace);
        Demand("user_id", Users, owner.UserId);
        return owner;
    }

    /// <summary>As much of this scope as is in the namespace and of the user named; a part not named is not narrowed.</summary>
    /// <exception cref="AccessDeniedException">A named part is outside this scope.</exception>
    public AccessScope Within(string? @namespace, string? userId)
    {
        DemandNamed(@namespace, userId);
        return Bound(
            string.IsNullOrEmpty(@namespace) ? Namespaces : [@namespace], string.IsNullOrEmpty(userId) ? Users : [userId]);
    }

    /// <summary>
    /// Against whom work for this whole scope is counted: the owner named as far as it is within, else one that is, always
    /// the same. Whoever is bound never uses up what others may.
    /// </summary>
    public Owner Payer(string? @namespace = null, string? userId = null) =>
        new(Payer(Namespaces, @namespace), Payer(Users, userId));

    /// <summary>Refuses a read that names a namespace or user outside this scope; parts not named are not checked.</summary>
    /// <exception cref="AccessDeniedException">A named part is outside this scope.</exception>
    public void DemandNamed(string? @namespace, string? userId)
    {
        if (!string.IsNullOrEmpty(@namespace))
            Demand("namespace", Namespaces, @namespace);
        if (!string.IsNullOrEmpty(userId))
            Demand("user_id", Users, userId);
    }

    private static bool Includes(FrozenSet<string>? allowed, string? value) => allowed is null || allowed.Contains(value ?? "");

    private static bool IncludesAll(FrozenSet<string>? allowed, FrozenSet<string>? asked) =>
        allowed is null || (asked is not null && asked.IsSubsetOf(allowed));

    private static string? Payer(FrozenSet<string>? allowed, string? named) =>
        Includes(allowed, named) ? named : allowed!.Min(StringComparer.Ordinal);

    private static string? Only(FrozenSet<string>? allowed) => allowed is { Count: 1 } ? allowed.Items[0] : null;

    private static void Demand(string field, FrozenSet<string>? allowed, string? value)
    {
        if (Includes(allowed, value))
            return;
        var choices = string.Join(", ", allowed!.Items.Order(StringComparer.Ordinal).Select(item => $"\"{item}\""));
        throw new AccessDeniedException(string.IsNullOrEmpty(value)
            ? $"This token is bound to {field} {choices}: name one of them in `{field}`"
            : $"This token may not use {field} \"{value}\": it is bound to {choices}");
    }
}
