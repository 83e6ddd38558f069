using System.Diagnostics;
using System.Text.Json;

namespace Charthouse.Host.Tests;

/// <summary>What a run of the program left.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>The built program as a person runs it.</summary>
internal static class BuiltProgram
{
    private static readonly string configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string Repository { get; } = RepositoryRoot();

    /// <summary>The program of the build, or the same one compiled ahead, which ./test names.</summary>
    public static string File { get; } = Environment.GetEnvironmentVariable("CHARTHOUSE_TEST_PROGRAM") is { Length: > 0 } ahead ? ahead : Path.Combine(Repository, "artifacts", "bin", "Charthouse.Host", configuration, OperatingSystem.IsWindows() ? "Charthouse.Host.exe" : "Charthouse.Host");

    public static Process Start(string file, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(file) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? Repository };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public static async Task<ProgramRun> RunAsync(params string[] arguments) => await FinishAsync(Start(File, arguments));

    public static async Task<ProgramRun> FinishAsync(Process process)
    {
        using (process)
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Charthouse.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

/// <summary>A folder that lives as long as a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("charthouse-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
