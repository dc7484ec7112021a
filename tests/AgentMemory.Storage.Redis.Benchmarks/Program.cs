using System.CommandLine;
using AgentMemory.Storage.Redis.Benchmarks;

#if DEBUG
await Console.Error.WriteLineAsync("This is a debug build: its numbers say nothing. Use -c Release.");
#endif

var redis = new Option<string>("--redis") { Description = "A Redis with Search", DefaultValueFactory = _ => "localhost:6379" };
var records = new Option<int>("--records") { Description = "Memories to search", DefaultValueFactory = _ => 100_000 };
var prefix = new Option<string>("--store")
{
    Description = "Prefix of the keys; what is stored there is used again, and stays",
    DefaultValueFactory = _ => "agent-memory-benchmark",
};
var root = new RootCommand("Searches beside the bare FT.SEARCH of the same query, on the same connection, in turn") { redis, records, prefix };
root.SetAction((parsed, _) => new SearchSpeed(Console.Out).RunAsync(
    parsed.GetValue(redis)!, parsed.GetValue(prefix)!, parsed.GetValue(records)));
return await root.Parse(args).InvokeAsync();
