namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>All rules, the more particular before the more general: the first that accepts a clause has it.</summary>
internal static class RuleBook
{
    public static readonly Rule[] All =
    [
        .. IdentityRules.All, .. HomeRules.All, .. WorkRules.All, .. FamilyRules.All, .. PreferenceRules.All,
        .. PossessionRules.All, .. HabitRules.All, .. PlanRules.All,
        .. UndertakingRules.All, .. EventRules.All,
    ];
}
