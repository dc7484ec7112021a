using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>
/// One open connection and its prepared statements. Used by one thread at a time. Parameters are positional:
/// <c>?1</c>, <c>?2</c>, …
/// </summary>
internal sealed class StoreConnection : IDisposable
{
    /// <summary>Filters make many statement shapes; beyond this many the least common ones are not worth keeping.</summary>
    private const int MaximumStatements = 256;

    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

    public StoreConnection(SqliteConnection connection) => Connection = connection;

    public SqliteConnection Connection { get; }

    /// <summary>Whether a transaction is open; SQLite ends one by itself on some errors, such as a full disk.</summary>
    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    public long LastInsertRow => SQLitePCL.raw.sqlite3_last_insert_rowid(Connection.Handle);

    /// <summary>Runs a statement; returns how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    /// <summary>The result must be disposed before the same statement runs again.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteReader();

    /// <summary>The first column of the first row, <see langword="null"/> when there is none or it is null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> arguments)
    {
        var value = Bind(sql, arguments).ExecuteScalar();
        return value is DBNull ? null : value;
    }

    /// <summary>The first column of every row.</summary>
    public HashSet<long> Rows(string sql, List<object?> arguments)
    {
        var rows = new HashSet<long>();
        using var reader = Query(sql, arguments.ToArray());
        while (reader.Read())
            rows.Add(reader.GetInt64(0));
        return rows;
    }

    public void Dispose()
    {
        ForgetStatements();
        Connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!_statements.TryGetValue(sql, out var command))
        {
            if (_statements.Count >= MaximumStatements)
                ForgetStatements();
            command = Prepare(sql, arguments.Length);
            _statements.Add(sql, command);
        }

        for (var i = 0; i < arguments.Length; i++)
            command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        return command;
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = Connection.CreateCommand();
        // The connection's busy handler has done the waiting; the library must not add its own polling.
        command.CommandTimeout = 1;
#pragma warning disable CA2100 // Statement texts are made of constants; every value is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
            command.Parameters.AddWithValue("?" + i.ToString(System.Globalization.CultureInfo.InvariantCulture), DBNull.Value);
        return command;
    }

    private void ForgetStatements()
    {
        foreach (var command in _statements.Values)
            command.Dispose();
        _statements.Clear();
    }
}
