using System.Globalization;
using System.Text;
using AgentMemory.Errors;

namespace AgentMemory.Storage.Sqlite.Tests;

public sealed class SchemaVersionTests : SqliteFileTests
{
    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_with_advice_and_left_alone()
    {
        await using (var store = Open())
            await AppendAsync(store, "m1");
        var current = Version();
        SetVersion(9999);

        await using (var store = Open())
        {
            var error = await Assert.ThrowsAsync<StoreIncompatibleException>(() => AppendAsync(store, "m2"));
            Assert.Contains(DatabasePath, error.Message, StringComparison.Ordinal);
            Assert.Contains("9999", error.Message, StringComparison.Ordinal);
            Assert.Contains("Upgrade", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(9999, Version());
        SetVersion(current);
        await using var again = Open();
        Assert.Equal(["m1"], await MessageIdsAsync(again));
    }

    [Fact]
    public async Task An_empty_file_is_brought_to_the_current_version_and_an_existing_one_is_kept()
    {
        await File.WriteAllBytesAsync(DatabasePath, []);
        await using (var store = Open())
            await AppendAsync(store, "m1");
        var version = Version();
        Assert.True(version > 0);

        await using (var store = Open())
            Assert.Equal(["m1"], await MessageIdsAsync(store));

        Assert.Equal(version, Version());
    }

    [Fact]
    public async Task Processes_that_start_at_once_on_a_new_file_all_come_up()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            await using var store = Open();
            await AppendAsync(store, $"m{i}");
        })));

        await using var reader = Open();
        Assert.Equal(Enumerable.Range(0, 6).Select(i => $"m{i}"), (await MessageIdsAsync(reader)).Order());
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        using (var raw = OpenRaw())
            Run(raw, "CREATE TABLE bookmarks (url TEXT)");

        await using var store = Open();
        var error = await Assert.ThrowsAsync<StoreIncompatibleException>(() => AppendAsync(store, "m1"));

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("This is a letter and not a database. It is long enough to have what would be a header.")]
    [InlineData("SQLite format 3\0 and then nothing that makes sense, page after page, for as long as a header is, and a bit more")]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone(string content)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(content, 50)));
        await File.WriteAllBytesAsync(DatabasePath, bytes);

        await using (var store = Open())
        {
            var error = await Assert.ThrowsAsync<StoreIncompatibleException>(() => AppendAsync(store, "m1"));
            Assert.Contains(DatabasePath, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(DatabasePath));
    }

    [Fact]
    public async Task Damage_inside_the_file_is_an_error_and_not_an_empty_answer()
    {
        await using (var store = Open())
        {
            for (var i = 0; i < 50; i++)
                await AppendAsync(store, $"m{i}", new string('x', 4000));
        }

        var bytes = await File.ReadAllBytesAsync(DatabasePath);
        // The first page stays whole, so that the file opens.
        bytes.AsSpan(4096).Fill(0xA5);
        await File.WriteAllBytesAsync(DatabasePath, bytes);

        await using var damaged = Open();
        var error = await Assert.ThrowsAsync<StoreIncompatibleException>(() => MessageIdsAsync(damaged));
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        await File.WriteAllTextAsync(PathOf("file"), "in the way");
        await using var store = Open(Path.Combine(PathOf("file"), "memory.db"));

        var error = await Assert.ThrowsAsync<StoreIncompatibleException>(() => AppendAsync(store, "m1"));

        Assert.Contains(PathOf("file"), error.Message, StringComparison.Ordinal);
    }

    private void SetVersion(long version)
    {
        using var raw = OpenRaw();
        Run(raw, "PRAGMA user_version = " + version.ToString(CultureInfo.InvariantCulture));
    }

    private long Version()
    {
        using var raw = OpenRaw();
        return (long)Run(raw, "PRAGMA user_version")!;
    }
}
