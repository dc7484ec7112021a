using System.Collections.Frozen;
using System.Text.Json;
using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Wire.Requests;

public sealed record ForgetBody(ForgettingPolicy Policy, FrozenSet<string> PinnedIds);

/// <summary>Reads the body of <c>POST /v1/long-term-memory/forget</c>. A policy's values of other types are ignored (spec 10.12).</summary>
public static class ForgetReader
{
    public static ForgetBody Read(WireObject body)
    {
        if (!body.TryGet("policy", out _))
            body.Reading.Missing("policy", body.Element);
        var policy = body.FreeObject("policy") ?? Json.EmptyObject;
        var pinned = body.Texts("pinned_ids") ?? [];
        return new ForgetBody(
            new ForgettingPolicy
            {
                MaxAgeDays = Number(policy, "max_age_days"),
                MaxInactiveDays = Number(policy, "max_inactive_days"),
                Budget = policy.TryGetProperty("budget", out var budget) && budget.ValueKind == JsonValueKind.Number
                    && budget.TryGetInt32(out var keep) ? keep : null,
                MemoryTypeAllowlist = AllowedTypes(policy),
                HardAgeMultiplier = Number(policy, "hard_age_multiplier") ?? new ForgettingPolicy().HardAgeMultiplier,
            },
            pinned.ToFrozenSet(StringComparer.Ordinal));
    }

    private static double? Number(JsonElement policy, string name) =>
        policy.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number
            && double.IsFinite(number) ? number : null;

    /// <summary>A name that is no type allows nothing: a misspelt list must not delete more than it says.</summary>
    private static FrozenSet<MemoryType>? AllowedTypes(JsonElement policy) =>
        policy.TryGetProperty("memory_type_allowlist", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
                .Select(item => item.ValueKind == JsonValueKind.String ? Vocabularies.MemoryTypes.Find(item.GetString()) : null)
                .OfType<MemoryType>()
                .ToFrozenSet()
            : null;
}
