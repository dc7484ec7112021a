using System.Text.RegularExpressions;

namespace AgentMemory.Hosting.Tests;

/// <summary>Keeps docs/compatibility.md true: what it says is shown by a test is shown by a test that exists.</summary>
[Trait("Trap", "T65")]
public sealed partial class CompatibilityDocumentTests
{
    /// <summary>Traps are numbered T1 to T73; some have a second part.</summary>
    private const int LastTrap = 73;

    private static readonly string[] SecondParts = ["T13b", "T18b", "T25b", "T42b"];

    private static readonly string Document = Repository.Read("docs/compatibility.md");

    [Fact]
    public void Every_test_it_names_exists()
    {
        var tests = Tests().Select(test => test.Name).ToHashSet();
        var named = NamedTest().Matches(Document).Select(match => match.Value.Trim('`')).ToArray();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(tests));
    }

    [Fact]
    public void Every_fixed_point_and_trap_in_it_names_a_test()
    {
        var rows = Row().Matches(Document).Select(match => match.Value).ToArray();

        Assert.True(rows.Length > 100, $"Only {rows.Length} rows were recognised");
        Assert.All(rows, row => Assert.Matches(NamedTest(), row));
    }

    [Fact]
    public void Every_trap_is_decided_once()
    {
        var all = Enumerable.Range(1, LastTrap).Select(number => $"T{number}").Concat(SecondParts);
        var decided = Row().Matches(Document).Select(match => match.Groups["id"].Value)
            .Where(id => id.StartsWith('T'))
            .Concat(Trap().Matches(NotInThisVersion().Match(Document).Value).Select(match => match.Value));

        Assert.Equal(all.Order(StringComparer.Ordinal), decided.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_trap_that_a_test_shows_fixed_is_in_the_table()
    {
        var listed = Row().Matches(Document).Select(match => match.Groups["id"].Value).ToHashSet();

        Assert.Empty(Tests().SelectMany(test => test.Traps).Except(listed));
    }

    /// <summary>The tests of all projects as <c>Class.Method</c>, with the traps they and their class are marked with.</summary>
    private static IEnumerable<(string Name, IReadOnlyList<string> Traps)> Tests()
    {
        foreach (var source in Repository.ReadSources("tests"))
        {
            var (type, isTest, traps, typeTraps) = ("", false, new List<string>(), new List<string>());
            foreach (var line in source.Split('\n'))
            {
                isTest |= TestAttribute().IsMatch(line);
                traps.AddRange(TrapTrait().Matches(line).Select(match => match.Groups["id"].Value));
                if (TypeDeclaration().Match(line) is { Success: true } declaration)
                {
                    (type, typeTraps, traps, isTest) = (declaration.Groups["name"].Value, traps, [], false);
                }
                else if (MethodDeclaration().Match(line) is { Success: true } method)
                {
                    if (isTest)
                        yield return ($"{type}.{method.Groups["name"].Value}", [.. typeTraps, .. traps]);
                    (traps, isTest) = ([], false);
                }
            }
        }
    }

    [GeneratedRegex(@"`\w+(Tests|Conformance)\.\w+`")]
    private static partial Regex NamedTest();

    /// <summary>A row of the tables of fixed points and of traps: its first cell is a section or a trap.</summary>
    [GeneratedRegex(@"^\| (?<id>T\d+b?|\d+(\.\d+)?) \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^Not in this version:.*?(?=^$)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex NotInThisVersion();

    [GeneratedRegex(@"\bT\d+b?\b")]
    private static partial Regex Trap();

    [GeneratedRegex(@"\[\w*(Fact|Theory)\b")]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"Trait\(""Trap"", ""(?<id>T\d+b?)""\)")]
    private static partial Regex TrapTrait();

    [GeneratedRegex(@"^(public|internal) .*\bclass (?<name>\w+)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^    public (async )?(Task|void) (?<name>\w+)\(")]
    private static partial Regex MethodDeclaration();
}
