using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Clients;

/// <summary>A client's configuration: JSON that others write too, so it is read strictly and replaced as a whole.</summary>
internal sealed class ConfigurationFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string? _text;

    private ConfigurationFile(string path, string? text, JsonObject root, bool isPlain)
    {
        Path = path;
        _text = text;
        Root = root;
        IsPlain = isPlain;
    }

    /// <summary>Of the file itself, where the given path was a link.</summary>
    public string Path { get; }

    public string BackupPath => Path + ".before-agent-memory";

    public bool Exists => _text is not null;

    /// <summary>Empty where there is no file.</summary>
    public JsonObject Root { get; }

    /// <summary>Whether it is JSON and no more: comments and trailing commas would be lost by writing it.</summary>
    public bool IsPlain { get; }

    public static string Format(JsonNode node) => node.ToJsonString(Readable);

    /// <exception cref="StartupException">It cannot be read, or is not a JSON object.</exception>
    public static ConfigurationFile Read(string path)
    {
        path = Resolve(path);
        var text = ReadText(path);
        if (string.IsNullOrWhiteSpace(text))
            return new(path, text, [], isPlain: true);
        try
        {
            return new(path, text, Parse(path, text, new() { AllowDuplicateProperties = false }), isPlain: true);
        }
        catch (JsonException strict)
        {
            try
            {
                var root = Parse(path, text, new()
                {
                    AllowDuplicateProperties = false,
                    AllowTrailingCommas = true,
                    CommentHandling = JsonCommentHandling.Skip,
                });
                return new(path, text, root, isPlain: false);
            }
            catch (JsonException)
            {
                throw new StartupException($"{path} is not JSON, so nothing in it could be kept: correct it first ({strict.Message})");
            }
        }
    }

    /// <summary>Replaces the file at once; what was there before stands beside it. Only its owner may read a new one.</summary>
    /// <exception cref="StartupException">It cannot be written, or was changed since it was read.</exception>
    public void Write()
    {
        var replacement = Path + ".agent-memory";
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = Exists ? File.GetUnixFileMode(Path) : OwnerOnly;
            using (var stream = new FileStream(replacement, options))
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                writer.Write(Format(Root));
                writer.Write('\n');
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }
            if (ReadText(Path) != _text)
                throw new StartupException($"{Path} was changed by another program meanwhile: nothing was written, try again");
            if (Exists)
                File.Replace(replacement, Path, BackupPath);
            else
                File.Move(replacement, Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{Path} cannot be written ({failure.Message})");
        }
        finally
        {
            File.Delete(replacement);
        }
    }

    private static JsonObject Parse(string path, string text, JsonDocumentOptions options) =>
        JsonNode.Parse(text, documentOptions: options) as JsonObject
        ?? throw new StartupException($"{path} is not a JSON object: correct it first");

    private static string Resolve(string path) => Reading(path, () =>
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    });

    private static string? ReadText(string path) => Reading(path, () => File.Exists(path) ? File.ReadAllText(path) : null);

    private static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be read ({failure.Message})");
        }
    }
}
