using System.CommandLine;
using AgentMemory.Benchmarks;
using AgentMemory.Benchmarks.Servers;

#if DEBUG
await Console.Error.WriteLineAsync("This is a debug build: its numbers say nothing. Use -c Release.");
#endif

var quick = new Option<bool>("--quick") { Description = "A smoke run: short rounds, at most 1,000 memories" };
var output = new Option<FileInfo?>("--output") { Description = "Write the table here as Markdown; it is printed in any case" };
var bytes = new Argument<int>("bytes") { Description = "Size of the answer" };
var bare = new Command("bare", "Serves ready bytes; the benchmark starts it beside the server") { bytes };
bare.SetAction((parsed, cancellationToken) => BareServer.RunAsync(parsed.GetValue(bytes), cancellationToken));
var root = new RootCommand("Loads the real server over HTTP, beside a bare endpoint and what the disk can do") { quick, output, bare };
root.SetAction(async (parsed, cancellationToken) =>
{
    var report = await new Benchmark(parsed.GetValue(quick) ? BenchmarkPlan.Quick : BenchmarkPlan.Full).RunAsync(cancellationToken);
    Console.Out.Write(report);
    if (parsed.GetValue(output) is { } file)
        await File.WriteAllTextAsync(file.FullName, report, cancellationToken);
});
return await root.Parse(args).InvokeAsync();
