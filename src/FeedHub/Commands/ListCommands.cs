using System.CommandLine;
using FeedHub.Configuration;
using static FeedHub.Commands.CommandLine;

namespace FeedHub.Commands;

/// <summary>The commands about the list: those that edit it, and the check.</summary>
internal static class ListCommands
{
    public static void AddTo(RootCommand root, Func<ParseResult, HubSettings> settings)
    {
        AddCheck(root, settings);
        AddPreview(root, settings);
        AddAdd(root, settings);
        AddRemove(root, settings);
        AddImport(root, settings);
        AddExport(root, settings);
        AddTidy(root, settings);
    }

    private static void AddCheck(RootCommand root, Func<ParseResult, HubSettings> settings)
    {
        var file = new Argument<string?>("FILE") { Description = "The list; the one of --feeds where none is named", Arity = ArgumentArity.ZeroOrOne };
        var format = new Option<CheckFormat>("--format") { Description = "text for people, github for annotations of a pull request", HelpName = "text|github" };
        var probe = new Option<bool>("--probe") { Description = "Also visits each feed: redirects, gone, not a feed, duplicates" };
        var against = new Option<string?>("--against") { Description = "Another list: what the merged feed of the last 7 days would gain and lose", HelpName = "OTHER" };
        var check = Command(
            root,
            "check",
            """
            Validates the list: every mistake with line, column and what to do

            Examples:
              feedhub check
              feedhub check --format github            annotations for GitHub Actions
              feedhub check --probe                    visit each feed, politely
              feedhub check new.json --against feeds.json
            """,
            format, probe, against);
        file.Validators.Add(RefuseEmpty);
        against.Validators.Add(RefuseEmpty);
        check.Arguments.Add(file);
        var json = Json(check);
        Action(check, (result, cancellationToken) => CheckCommand.RunAsync(
            settings(result),
            new CheckOptions(
                result.GetValue(file) ?? settings(result).FeedsPath, result.GetValue(format), result.GetValue(json), result.GetValue(probe), result.GetValue(against)),
            cancellationToken));
    }

    private static void AddPreview(RootCommand root, Func<ParseResult, HubSettings> settings)
    {
        var url = Address("A page or a feed");
        var preview = Command(
            root,
            "preview",
            """
            Finds the feed of a page, and shows what would be stored and published; at most three requests

            Example:
              feedhub preview example.org
            """);
        preview.Arguments.Add(url);
        var json = Json(preview);
        Action(preview, (result, cancellationToken) => PreviewCommand.RunAsync(
            settings(result), result.GetRequiredValue(url), result.GetValue(json), cancellationToken));
    }

    private static void AddAdd(RootCommand root, Func<ParseResult, HubSettings> settings)
    {
        var url = Address("A page or a feed");
        var channel = Channel("The channel, by name or slug, made where there is none; the first where none is named");
        var add = Command(
            root,
            "add",
            """
            Finds the feed of a page, and puts it into the list, which is made where there is none; at most three requests

            Examples:
              feedhub add example.org                          shows what would change
              feedhub add example.org --yes                    changes it
              feedhub add https://example.org/feed.xml --channel News --yes
            """,
            channel);
        add.Arguments.Add(url);
        Editing(add, (result, mode, cancellationToken) => AddCommand.RunAsync(
            settings(result), result.GetRequiredValue(url), result.GetValue(channel), mode, cancellationToken));
    }

    private static void AddRemove(RootCommand root, Func<ParseResult, HubSettings> settings)
    {
        var feed = new Argument<string>("FEED") { Description = "The address or the id of a feed" };
        feed.Validators.Add(RefuseEmpty);
        var remove = Command(
            root,
            "remove",
            """
            Takes a feed out of the list; what is stored of it stays, and goes on where it comes back

            Examples:
              feedhub remove https://example.org/feed.xml      shows what would change
              feedhub remove example-org-1a2b3c4d --yes        changes it
            """);
        remove.Arguments.Add(feed);
        Editing(remove, (result, mode, cancellationToken) => RemoveCommand.RunAsync(settings(result), result.GetRequiredValue(feed), mode, cancellationToken));
    }

    private static void AddImport(RootCommand root, Func<ParseResult, HubSettings> settings)
    {
        var file = new Argument<string>("FILE") { Description = "OPML 1.0, 1.1 or 2.0, as other readers export it" };
        var channel = Channel("The channel for all of them, instead of one for each folder");
        file.Validators.Add(RefuseEmpty);
        var import = Command(
            root,
            "import",
            """
            Takes the feeds of an OPML file into the list, which is made where there is none; each folder becomes a channel

            Examples:
              feedhub import subscriptions.opml                shows what would change
              feedhub import subscriptions.opml --yes          changes it
            """,
            channel);
        import.Arguments.Add(file);
        Editing(import, (result, mode, cancellationToken) => ImportCommand.RunAsync(
            settings(result), result.GetRequiredValue(file), result.GetValue(channel), mode, cancellationToken));
    }

    private static void AddExport(RootCommand root, Func<ParseResult, HubSettings> settings)
    {
        var export = Command(
            root,
            "export",
            """
            Writes the list as OPML 2.0, for other readers

            Example:
              feedhub export > feeds.opml
            """);
        Action(export, (result, cancellationToken) => ExportCommand.RunAsync(settings(result), cancellationToken));
    }

    private static void AddTidy(RootCommand root, Func<ParseResult, HubSettings> settings)
    {
        var tidy = Command(
            root,
            "tidy",
            """
            Proposes the edits of the list that polling has earned: confirmed moves, feeds that are gone, duplicates

            Examples:
              feedhub tidy                                     shows what would change, and why
              feedhub tidy --yes                               changes it
            """);
        Editing(tidy, (result, mode, cancellationToken) => TidyCommand.RunAsync(settings(result), mode, cancellationToken));
    }

    private static void Editing(Command command, Func<ParseResult, EditMode, CancellationToken, Task<int>> run)
    {
        var confirmed = new Option<bool>("--yes") { Description = "Writes the change; without it, it is only shown" };
        command.Options.Add(confirmed);
        var json = Json(command);
        Action(command, (result, cancellationToken) => run(result, new EditMode(result.GetValue(confirmed), result.GetValue(json)), cancellationToken));
    }

    private static Argument<string> Address(string description)
    {
        var address = new Argument<string>("URL") { Description = description };
        address.Validators.Add(RefuseEmpty);
        return address;
    }

    private static Option<string?> Channel(string description)
    {
        var channel = new Option<string?>("--channel") { Description = description, HelpName = "NAME" };
        channel.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value) || token.Value.Length > 200))
            {
                result.AddError("the name of a channel has from 1 to 200 characters");
            }
        });
        return channel;
    }
}
