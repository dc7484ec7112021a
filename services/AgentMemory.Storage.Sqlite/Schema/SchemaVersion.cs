using System.Globalization;
using System.Reflection;
using AgentMemory.Errors;
using AgentMemory.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Schema;

/// <summary>
/// Brings the file to this version's schema. Each migration is one numbered SQL file, run once, in order, in a
/// transaction together with the new <c>user_version</c>, so that a crash leaves the file at a whole version and two
/// processes starting at once do it once.
/// </summary>
internal static class SchemaVersion
{
    private static readonly string[] Migrations = ReadMigrations();

    public static int Current => Migrations.Length;

    /// <summary>Refuses a file that is another program's or a newer version's, leaving it as it is.</summary>
    public static void Demand(StoreConnection connection, string path)
    {
        // One snapshot: another process may be creating the tables.
        connection.Execute("BEGIN");
        DemandOwn(connection, Stored(connection, path), path);
        connection.Execute("COMMIT");
    }

    public static void Migrate(StoreConnection connection, string path)
    {
        try
        {
            if (Stored(connection, path) == Current)
                return;
            connection.Execute("BEGIN IMMEDIATE");
            try
            {
                // Another process may have migrated while this one waited for the lock.
                var stored = Stored(connection, path);
                DemandOwn(connection, stored, path);
                for (var version = stored; version < Current; version++)
                    Script(connection, Migrations[version]);
                connection.Execute("PRAGMA user_version = " + Current.ToString(CultureInfo.InvariantCulture));
                connection.Execute("COMMIT");
            }
            catch
            {
                if (connection.InTransaction)
                    connection.Execute("ROLLBACK");
                throw;
            }
        }
        catch (SqliteException error)
        {
            throw SqliteFailure.Translate(error, path);
        }
    }

    private static int Stored(StoreConnection connection, string path)
    {
        var version = (int)(long)connection.Scalar("PRAGMA user_version")!;
        if (version > Current)
        {
            throw new StoreIncompatibleException(
                $"The database {path} has schema version {version}, this program knows up to {Current}. "
                + "Upgrade AgentMemory, or set AGENT_MEMORY_DATA to another folder");
        }

        return version;
    }

    private static void DemandOwn(StoreConnection connection, int version, string path)
    {
        if (version == 0 && (long)connection.Scalar("SELECT count(*) FROM sqlite_master")! > 0)
        {
            throw new StoreIncompatibleException(
                $"The database {path} belongs to another program. Set AGENT_MEMORY_DATA to another folder");
        }
    }

    private static void Script(StoreConnection connection, string sql)
    {
        using var command = connection.Connection.CreateCommand();
#pragma warning disable CA2100 // The migrations are resources of this assembly.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string[] ReadMigrations()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            })];
    }
}
