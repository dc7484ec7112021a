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
var redis = new Option<string>("--redis") { Description = "A Redis with Search; what is loaded stays there", DefaultValueFactory = _ => "localhost:6379" };
var services = new Option<DirectoryInfo>("--services")
{
    Description = "Where AgentMemory.Api and AgentMemory.Worker are, built with -p:Stack=Distributed",
    Required = true,
};
var memories = new Option<int>("--memories") { Description = "Memories in both stores", DefaultValueFactory = _ => 100_000 };
var stacks = new Command("stacks", "Loads the embedded server and the distributed services on a Redis, in turns") { redis, services, memories, quick, output };
stacks.SetAction((parsed, cancellationToken) => ReportAsync(
    parsed,
    new StackComparison(Plan(parsed), parsed.GetValue(memories)).RunAsync(
        parsed.GetValue(redis)!, parsed.GetValue(services)!.FullName, cancellationToken)));
var namespaces = new Option<int>("--namespaces") { Description = "Namespaces they are spread over", DefaultValueFactory = _ => 1 };
var questions = new Command("questions", "Loads conversations and asks the default search about them") { memories, namespaces, quick, output };
questions.SetAction((parsed, cancellationToken) => ReportAsync(
    parsed,
    new QuestionBenchmark(Plan(parsed), parsed.GetValue(memories), parsed.GetValue(namespaces)).RunAsync(cancellationToken)));
var root = new RootCommand("Loads the real server over HTTP, beside a bare endpoint and what the disk can do") { quick, output, bare, stacks, questions };
root.SetAction((parsed, cancellationToken) => ReportAsync(parsed, new Benchmark(Plan(parsed)).RunAsync(cancellationToken)));
return await root.Parse(args).InvokeAsync();

BenchmarkPlan Plan(ParseResult parsed) => parsed.GetValue(quick) ? BenchmarkPlan.Quick : BenchmarkPlan.Full;

async Task ReportAsync(ParseResult parsed, Task<string> measuring)
{
    var report = await measuring;
    Console.Out.Write(report);
    if (parsed.GetValue(output) is { } file)
        await File.WriteAllTextAsync(file.FullName, report);
}
