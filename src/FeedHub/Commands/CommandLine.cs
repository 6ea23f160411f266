using System.CommandLine;
using System.CommandLine.Parsing;
using FeedHub.Configuration;
using FeedHub.Serving;
using FeedHub.Storage;

namespace FeedHub.Commands;

/// <summary>All commands with their options, and how failures end: one clear line each and the exit code of the contract.</summary>
internal static class CommandLine
{
    private const string SettingPrefix = "--FeedHub:";

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var (settings, rest) = TakeSettings(args);
        if (settings is null)
        {
            return ExitCode.WrongUsage;
        }

        var result = Build(settings).Parse(rest);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
            {
                await Console.Error.WriteLineAsync($"feedhub: {error.Message}");
            }

            await Console.Error.WriteLineAsync("feedhub: 'feedhub --help' shows the commands and options");
            return ExitCode.WrongUsage;
        }

        return await result.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        });
    }

    private static RootCommand Build(IReadOnlyDictionary<string, string?> overrides)
    {
        var feeds = new Option<string>("--feeds") { Description = "The list of feeds", HelpName = "FILE", DefaultValueFactory = _ => "feeds.json", Recursive = true };
        var data = new Option<string>("--data") { Description = "The data directory", HelpName = "DIR", DefaultValueFactory = _ => "data", Recursive = true };
        var urls = new Option<string>("--urls") { Description = "The public listener", HelpName = "URL", DefaultValueFactory = _ => ListenAddress.Default, Recursive = true };
        feeds.Validators.Add(RefuseEmpty);
        data.Validators.Add(RefuseEmpty);
        HubSettings Settings(ParseResult result) =>
            new(result.GetRequiredValue(feeds), result.GetRequiredValue(data), result.GetRequiredValue(urls), overrides);

        var root = new RootCommand(
            """
            FeedHub turns a list of blogs into a front page and a feed worth subscribing to.

            Examples:
              feedhub                          serve the blogs of feeds.json at http://localhost:8080
              feedhub demo                     see the whole product without a network
              feedhub add example.org          find the feed of a page, and put it into feeds.json
              feedhub import subscriptions.opml --yes
              feedhub check                    validate feeds.json
              feedhub poll --all --data /srv/feedhub
              feedhub status --json
              feedhub status example-org-1a2b3c4d
              feedhub cluster entries.tsv      which entries tell of the same event

            Every setting can also be given as --FeedHub:Section:Name=value or as FeedHub__Section__Name in the environment.
            """);
        root.Options.Add(feeds);
        root.Options.Add(data);
        root.Options.Add(urls);
        Action(root, (result, cancellationToken) => RunCommand.RunAsync(Settings(result), cancellationToken));

        var run = Command(root, "run", "The service: polls, publishes and serves (also what feedhub does without a command)");
        Action(run, (result, cancellationToken) => RunCommand.RunAsync(Settings(result), cancellationToken));

        var demo = Command(root, "demo", "The whole product without a network: invented blogs, a temporary store");
        Action(demo, (result, cancellationToken) => DemoCommand.RunAsync(Settings(result), cancellationToken));

        var all = new Option<bool>("--all") { Description = "Every feed whatever its due time, within the bounds of politeness" };
        var poll = Command(root, "poll", "Polls what is due, publishes, prints a summary, and ends", all);
        var pollJson = Json(poll);
        Action(poll, (result, cancellationToken) => PollCommand.RunAsync(Settings(result), result.GetValue(all), result.GetValue(pollJson), cancellationToken));

        ListCommands.AddTo(root, Settings);

        var files = new Argument<string[]>("FILE") { Description = "Feed documents; paths from standard input where none is named", Arity = ArgumentArity.ZeroOrMore };
        var parse = Command(root, "parse", "Reads feed documents, and prints one JSON object a line for each");
        parse.Arguments.Add(files);
        Action(parse, (result, cancellationToken) => ParseCommand.RunAsync(result.GetValue(files) ?? [], cancellationToken));

        var count = new Option<int>("--count") { Description = "How many stories", DefaultValueFactory = _ => 30 };
        var explain = new Option<bool>("--explain") { Description = "With the reasons of each rank" };
        var top = Command(root, "top", "The top stories as a table", count, explain);
        var topJson = Json(top);
        Action(top, (result, cancellationToken) => TopCommand.RunAsync(
            Settings(result), result.GetValue(count), result.GetValue(explain), result.GetValue(topJson), cancellationToken));

        var feedId = new Argument<string?>("FEED")
        {
            Description = "The id of one feed, whose last 50 visits are shown with the reason of each next one",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var status = Command(root, "status", "Every feed: its state, last and next visit and why then, entries, failures");
        status.Arguments.Add(feedId);
        var withheld = new Option<bool>("--withheld") { Description = "The entries of that feed that its rules withhold, with the rule and the reason" };
        status.Options.Add(withheld);
        status.Validators.Add(result =>
        {
            if (result.GetValue(withheld) && result.GetValue(feedId) is null)
            {
                result.AddError("--withheld needs the id of a feed: feedhub status FEED --withheld");
            }
        });
        var statusJson = Json(status);
        Action(status, (result, cancellationToken) => result.GetValue(withheld)
            ? StatusCommand.RunWithheldAsync(Settings(result), result.GetRequiredValue(feedId)!, result.GetValue(statusJson), cancellationToken)
            : StatusCommand.RunAsync(Settings(result), result.GetValue(feedId), result.GetValue(statusJson), cancellationToken));

        var entries = new Argument<string?>("FILE")
        {
            Description = "Tab-separated, the first line with the names of the columns: id (required), timestamp, publisher, url, title, summary; "
                + "others are ignored. Standard input where none is named, or -",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var cluster = Command(
            root,
            "cluster",
            """
            Finds the entries of a table that tell of the same event, and prints the id of each with its cluster

            Example:
              feedhub cluster entries.tsv > clusters.tsv
            """);
        entries.Validators.Add(RefuseEmpty);
        cluster.Arguments.Add(entries);
        Action(cluster, (result, cancellationToken) => ClusterCommand.RunAsync(Settings(result), result.GetValue(entries), cancellationToken));

        var target = new Argument<string>("FILE") { Description = "The backup to write" };
        var backup = Command(root, "backup", "A consistent, checksummed copy, also while the service runs");
        target.Validators.Add(RefuseEmpty);
        backup.Arguments.Add(target);
        var backupJson = Json(backup);
        Action(backup, (result, cancellationToken) => BackupCommand.RunAsync(
            Settings(result), result.GetRequiredValue(target), result.GetValue(backupJson), cancellationToken));

        AddKeys(root, Settings);

        var source = new Argument<string>("FILE") { Description = "The backup to put back" };
        var restore = Command(root, "restore", "Puts a backup into the data directory; what is there is moved aside");
        source.Validators.Add(RefuseEmpty);
        restore.Arguments.Add(source);
        var restoreJson = Json(restore);
        Action(restore, (result, cancellationToken) => RestoreCommand.RunAsync(
            Settings(result), result.GetRequiredValue(source), result.GetValue(restoreJson), cancellationToken));
        return root;
    }

    private static void AddKeys(RootCommand root, Func<ParseResult, HubSettings> settings)
    {
        var key = Command(
            root,
            "key",
            """
            Keys to the admin API

            Examples:
              feedhub key create               a key for every change, shown once
              feedhub key create --scope read
              feedhub key revoke 1a2b3c4d
            """);
        var scope = new Option<string>("--scope") { Description = "What it opens: read or write", HelpName = "SCOPE", DefaultValueFactory = _ => "write" };
        scope.AcceptOnlyFromAmong("read", "write");
        var create = Command(key, "create", "Makes a key and shows it, now and never again", scope);
        var createJson = Json(create);
        Action(create, (result, cancellationToken) => KeyCommand.CreateAsync(
            settings(result), result.GetRequiredValue(scope), result.GetValue(createJson), cancellationToken));
        var list = Command(key, "list", "The keys with scope and last use, without what they are");
        var listJson = Json(list);
        Action(list, (result, cancellationToken) => KeyCommand.ListAsync(settings(result), result.GetValue(listJson), cancellationToken));
        var id = new Argument<string>("ID") { Description = "The id that list shows" };
        id.Validators.Add(RefuseEmpty);
        var revoke = Command(key, "revoke", "Ends a key at once");
        revoke.Arguments.Add(id);
        Action(revoke, (result, cancellationToken) => KeyCommand.RevokeAsync(settings(result), result.GetRequiredValue(id), cancellationToken));
    }

    public static Command Command(Command root, string name, string description, params IEnumerable<Option> options)
    {
        var command = new Command(name, description);
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        root.Subcommands.Add(command);
        return command;
    }

    public static void RefuseEmpty(SymbolResult result)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
        {
            result.AddError("a name must not be empty");
        }
    }

    public static Option<bool> Json(Command command)
    {
        var json = new Option<bool>("--json") { Description = "JSON instead of a table" };
        command.Options.Add(json);
        return json;
    }

    public static void Action(Command command, Func<ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction((result, cancellationToken) => GuardedAsync(() => run(result, cancellationToken)));

    /// <summary>Ends what users can do something about with a line each; all else is a mistake of ours, and shows where.</summary>
    private static async Task<int> GuardedAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (HubException exception)
        {
            foreach (var line in exception.Lines)
            {
                await Console.Error.WriteLineAsync($"feedhub: {line}");
            }

            return exception.ExitCode;
        }
        catch (StorageException exception)
        {
            await Console.Error.WriteLineAsync($"feedhub: {exception.Message}");
            return ExitCode.OwnFailure;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            // The disk, the pipe that the output goes to, or the running service that was asked and ended.
            await Console.Error.WriteLineAsync($"feedhub: {exception.Message}");
            return ExitCode.OwnFailure;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Done; // asked to stop, and stopped
        }
    }

    /// <summary>Takes out <c>--FeedHub:Section:Name=value</c>, in which the value may also be the next argument.</summary>
    private static (IReadOnlyDictionary<string, string?>? Settings, IReadOnlyList<string> Remaining) TakeSettings(IReadOnlyList<string> args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var rest = new List<string>();
        for (var index = 0; index < args.Count; index++)
        {
            if (!args[index].StartsWith(SettingPrefix, StringComparison.OrdinalIgnoreCase))
            {
                rest.Add(args[index]);
                continue;
            }

            var equals = args[index].IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                settings[args[index][2..equals]] = args[index][(equals + 1)..];
            }
            else if (index + 1 < args.Count)
            {
                settings[args[index][2..]] = args[++index];
            }
            else
            {
                Console.Error.WriteLine($"feedhub: {args[index]} needs a value: write {args[index]}=VALUE");
                return (null, rest);
            }
        }

        return (settings, rest);
    }
}
