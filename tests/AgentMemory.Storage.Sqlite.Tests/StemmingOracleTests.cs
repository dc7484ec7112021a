using AgentMemory.Search.Analysis;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Tests;

/// <summary>Our stemmer against another implementation of the same algorithm: FTS5's.</summary>
public sealed class StemmingOracleTests
{
    private static readonly string[] Roots =
        "care hope hop relate ration condition valid digit conform radical differ vile analog vietnam predict operat feudal decisive "
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Concat("call sens triplic form electr good hope reviv allow infer airlin gyroscop adjust defens irrit replac depend adopt".Split(' '))
            .Concat("commun activ angular homolog effect bowdler prob rate cease control roll happ sk agree feed plaster bled motor sing".Split(' '))
            .Concat("tan fall hiss fizz fail fil conflat troubl size pony cat caress tie dy cry by say sky flight music travel visit".Split(' '))
            .ToArray();

    private static readonly string[] Suffixes =
        """
         s es ed ing er est ly y ies ied ational tional enci anci izer bli alli entli eli ousli ization ation ator alism iveness
        fulness ousness aliti iviti biliti logi icate ative alize iciti ical ful ness al ance ence ic able ible ant ement ment ent
        ion tion sion ou ism ate iti ous ive ize e ee eed ll
        """.Split([' ', '\n']);

    [Fact]
    public void Words_are_stemmed_as_fts5_stems_them()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, "CREATE VIRTUAL TABLE words USING fts5 (word, tokenize = 'porter ascii')");
        Execute(connection, "CREATE VIRTUAL TABLE stems USING fts5vocab (words, instance)");
        var words = Roots.SelectMany(root => Suffixes.Select(suffix => root + suffix)).Distinct().Order(StringComparer.Ordinal).ToArray();
        foreach (var word in words)
            Execute(connection, "INSERT INTO words (word) VALUES ($word)", word);

        var stems = new Dictionary<long, string>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT doc, term FROM stems";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                stems[reader.GetInt64(0)] = reader.GetString(1);
        }

        var differing = words
            .Select((word, index) => (word, theirs: stems[index + 1], ours: TextAnalyzer.Terms(word).Single()))
            .Where(stem => stem.theirs != stem.ours);
        Assert.Empty(differing);
    }

    private static void Execute(SqliteConnection connection, string sql, string? word = null)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constant texts.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (word is not null)
            command.Parameters.AddWithValue("$word", word);
        command.ExecuteNonQuery();
    }
}
