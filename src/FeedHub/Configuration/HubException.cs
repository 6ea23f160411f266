namespace FeedHub.Configuration;

/// <summary>The command cannot go on, for a reason that its user can do something about: lines that say what, and the exit code.</summary>
internal sealed class HubException(int exitCode, params IReadOnlyList<string> lines) : Exception(string.Join('\n', lines))
{
    public int ExitCode => exitCode;

    public IReadOnlyList<string> Lines => lines;
}

/// <summary>The exit codes of all commands (CONTRACT, Program).</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int NotWell = 1;
    public const int WrongUsage = 2;
    public const int OwnFailure = 3;
}
