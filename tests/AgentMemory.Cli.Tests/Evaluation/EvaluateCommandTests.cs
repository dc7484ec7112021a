namespace AgentMemory.Cli.Tests;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Recall_is_measured_on_a_server_that_is_left_as_it_was()
    {
        await File.WriteAllTextAsync(Path.Combine(_tool.Folder, "conversations.json"),
            """
            [{
              "sample_id": "c1",
              "conversation": {
                "session_1_date_time": "1:56 pm on 8 May, 2023",
                "session_1": [
                  { "speaker": "Ann", "dia_id": "D1:1", "text": "I drink coffee every morning" },
                  { "speaker": "Bob", "dia_id": "D1:2", "text": "My car is red" }
                ]
              },
              "qa": [
                { "question": "What does Ann drink? Coffee?", "category": 4, "evidence": ["D1:1"] },
                { "question": "Who climbed mountains?", "category": 1, "evidence": ["D1:2"] }
              ]
            }]
            """);
        await using var server = await ServerProcess.StartAsync(_tool.DataFolder);

        var report = await _tool.JsonAsync(
            "evaluate", "conversations.json", "--url", server.Client.BaseAddress!.ToString(), "--k", "1");

        Assert.Equal(
            """{"k":1,"questions":2,"recall":0.5,"categories":[{"category":1,"name":"multi-hop","questions":1,"recall":0},{"category":4,"name":"single-hop","questions":1,"recall":1}]}""",
            report.ToJsonString());
        Assert.Equal(0, (int)(await _tool.JsonAsync("search"))["total"]!);
    }
}
