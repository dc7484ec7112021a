using AgentMemory.Storage.Sqlite.Database;

namespace AgentMemory.Storage.Sqlite.Events;

/// <summary>Entries of one session that are too many: those up to <paramref name="Until"/>.</summary>
internal sealed record SessionTrim(string SessionId, string Namespace, string UserId, long Until)
{
    /// <param name="before">Only entries from before this time, in microseconds, may go.</param>
    public static List<SessionTrim> Find(StoreConnection connection, int keep, long before)
    {
        var sessions = new List<(string Session, string Namespace, string User)>();
        using (var reader = connection.Query(
            """
            SELECT session_id, namespace, user_id FROM event WHERE session_id IS NOT NULL
            GROUP BY session_id, namespace, user_id HAVING count(*) > ?1
            """,
            (long)keep))
        {
            while (reader.Read())
                sessions.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        var trims = new List<SessionTrim>();
        foreach (var (session, ns, user) in sessions)
        {
            if (connection.Scalar(
                """
                SELECT max(seq) FROM event WHERE session_id = ?1 AND namespace = ?2 AND user_id = ?3 AND at < ?5 AND seq <= (
                    SELECT seq FROM event WHERE session_id = ?1 AND namespace = ?2 AND user_id = ?3
                    ORDER BY seq DESC LIMIT 1 OFFSET ?4)
                """,
                session, ns, user, (long)keep, before) is long until)
                trims.Add(new SessionTrim(session, ns, user, until));
        }

        return trims;
    }

    /// <returns>How many entries went.</returns>
    public int Apply(StoreConnection connection)
    {
        connection.Execute(
            """
            INSERT INTO event_session_trim (session_id, namespace, user_id, until) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET until = max(until, excluded.until)
            """,
            SessionId, Namespace, UserId, Until);
        return connection.Execute(
            "DELETE FROM event WHERE session_id = ?1 AND namespace = ?2 AND user_id = ?3 AND seq <= ?4",
            SessionId, Namespace, UserId, Until);
    }
}
