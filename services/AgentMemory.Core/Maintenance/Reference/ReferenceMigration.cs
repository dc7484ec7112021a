using AgentMemory.Extraction;
using AgentMemory.SummaryViews;

namespace AgentMemory.Maintenance.Reference;

/// <summary>
/// Takes over what the reference server kept (spec 11): sessions, memories, views and their summaries. Its database is only
/// read. What is here already is left alone, so a run that was interrupted is started again: it walks over everything, and
/// writes what is missing.
/// </summary>
public sealed class ReferenceMigration(
    IStoreImport store, ISummaryViewStore views, ExtractionStrategies strategies, EngineOptions engine, TimeProvider time)
{
    internal const string OfOthers = "of another namespace or user";

    private const string Step = "Reading the reference's keys";

    public async Task<ReferenceMigrationReport> RunAsync(
        IReferenceDatabase source, ReferenceMigrationOptions options, IProgress<MaintenanceProgress> progress,
        CancellationToken cancellationToken)
    {
        var run = new Run(
            new SessionTransfer(store, new ReferenceSessions(strategies), engine, time, options),
            new MemoryTransfer(store, source, engine, time, options), new ViewTransfer(views, time, options),
            new ReferenceTokens(time));
        var keys = 0L;
        await foreach (var page in source.ReadAsync(cancellationToken))
        {
            await run.TransferAsync(page.Items, cancellationToken);
            keys = page.Seen;
            progress.Report(new(Step, keys, Math.Max(page.Total, keys + 1)));
        }

        progress.Report(new(Step, keys, keys));
        return run.Report(keys, options.DryRun);
    }

    private sealed class Run(SessionTransfer sessions, MemoryTransfer memories, ViewTransfer views, ReferenceTokens tokens)
    {
        private readonly SortedDictionary<string, long> _leftBehind = new(StringComparer.Ordinal);

        public async Task TransferAsync(IReadOnlyList<ReferenceItem> items, CancellationToken cancellationToken)
        {
            foreach (var view in items.OfType<ReferenceView>())
                await views.TransferAsync(view, cancellationToken);
            await sessions.TransferAsync(items.OfType<ReferenceSession>(), cancellationToken);
            await memories.TransferAsync(items.OfType<ReferenceMemory>(), cancellationToken);
            foreach (var item in items)
            {
                switch (item)
                {
                    case ReferencePartition partition:
                        await views.TransferAsync(partition, cancellationToken);
                        break;
                    case ReferenceToken token:
                        tokens.Add(token);
                        break;
                    case ReferenceLeftover leftover:
                        var name = NameOf(leftover.Kind);
                        _leftBehind[name] = _leftBehind.GetValueOrDefault(name) + 1;
                        break;
                    case ReferenceUnreadable unreadable:
                        Add(unreadable);
                        break;
                }
            }
        }

        public ReferenceMigrationReport Report(long keys, bool dryRun) => new()
        {
            DryRun = dryRun,
            Keys = keys,
            Sessions = sessions.Tally.Report(),
            Memories = memories.Tally.Report(),
            SummaryViews = views.Views.Report(),
            Summaries = views.Summaries.Report(),
            Vectors = memories.Vectors,
            MessagesToExtract = sessions.MessagesToExtract,
            Tokens = tokens.Report,
            LeftBehind = _leftBehind,
        };

        private void Add(ReferenceUnreadable item)
        {
            if (item.Kind == ReferenceKind.Token)
                tokens.Add(new ReferenceToken(item.Key, ""));
            else
                TallyOf(item.Kind).Unreadable(item.Key, item.Reason);
        }

        private ItemTally TallyOf(ReferenceKind kind) => kind switch
        {
            ReferenceKind.Session => sessions.Tally,
            ReferenceKind.Memory => memories.Tally,
            ReferenceKind.View => views.Views,
            _ => views.Summaries,
        };

        private static string NameOf(LeftoverKind kind) => kind switch
        {
            LeftoverKind.Task => "states of tasks",
            LeftoverKind.Queue => "keys of the task queue",
            LeftoverKind.Internal => "counters, timers and lists of ids",
            LeftoverKind.Obsolete => "sessions of a layout that the reference itself gave up",
            _ => "keys that are not the reference's",
        };
    }
}
