using System.Net;
using System.Text.RegularExpressions;
using FeedHub.Configuration;
using FeedHub.Editing;
using FeedHub.Fetching;
using FeedHub.Reading.Opml;

namespace FeedHub.Commands;

/// <summary><c>feedhub import</c>: takes the subscriptions of another reader into the list; each folder becomes a channel.</summary>
internal static partial class ImportCommand
{
    private const string DefaultChannel = "Imported";
    private const int MaxNameLength = 200; // as the list allows it

    public static async Task<int> RunAsync(HubSettings settings, string file, string? channel, EditMode mode, CancellationToken cancellationToken)
    {
        var opml = OpmlReader.Read(await ReadAsync(file, cancellationToken)) switch
        {
            OpmlOutcome.Read read => read,
            OpmlOutcome.Refused refused => throw new HubException(ExitCode.NotWell, $"{file} cannot be imported: {refused.Message}"),
            _ => throw new InvalidOperationException(),
        };
        var list = await AddCommand.OpenAsync(settings, cancellationToken);
        await using (var visiting = Visiting.Create(settings))
        {
            Plan(list, opml, channel, new AddressGuard(visiting.Options.AllowedNetworks));
        }

        EditPrinting.Print(await list.FinishAsync(mode.IsConfirmed, cancellationToken), mode.IsJson);
        return ExitCode.Done;
    }

    /// <summary>Takes each feed, or says why not. What is refused is named by its line and title: its address may hold a secret.</summary>
    public static void Plan(EditableList list, OpmlOutcome.Read opml, string? channel, AddressGuard guard)
    {
        list.NewTitle = opml.Title is { Length: > 0 and <= MaxNameLength } title ? title : list.NewTitle;
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var feed in opml.Feeds)
        {
            var url = WebAddress.ParseFeed(Plain(feed.Address), out var mistake);
            mistake ??= IPAddress.TryParse(url!.Host.Trim('[', ']'), out var address) && !guard.MayVisit(address)
                ? "is on a private network that FeedHub:Fetching:AllowedNetworks does not name" : null;
            if (url is null || mistake is not null)
            {
                list.Lines.Add(new EditLine("rejected", null, feed.Title, null, $"line {feed.Line}: its address {mistake}"));
            }
            else if (list.Find(url) is { } listed)
            {
                list.Lines.Add(new EditLine("duplicate", url.AbsoluteUri, feed.Title, listed.Channel, $"line {feed.Line}: the list has it as {listed.Id} on line {list.LineOf(listed)}"));
            }
            else if (!lines.TryAdd(WebAddress.Key(url), feed.Line))
            {
                list.Lines.Add(new EditLine("duplicate", url.AbsoluteUri, feed.Title, null, $"line {feed.Line}: the same feed as on line {lines[WebAddress.Key(url)]}"));
            }
            else
            {
                list.Add(list.ChannelNamed(channel ?? ChannelOf(feed, opml)), new NewFeed(url, feed.Title == url.Host ? null : feed.Title));
            }
        }

        list.Lines.AddRange(opml.Rejected.Select(outline => new EditLine("rejected", null, outline.Title, null, $"line {outline.Line}: {outline.Reason}")));
    }

    private static string ChannelOf(OpmlFeed feed, OpmlOutcome.Read opml)
    {
        var name = feed.Folders.Count > 0 ? string.Join(" / ", feed.Folders) : opml.Title ?? DefaultChannel;
        return name.Length <= MaxNameLength ? name : XmlText.Clean(name[..MaxNameLength]).TrimEnd();
    }

    // The scheme of readers of old: feed://example.org/feed, and feed:https://example.org/feed. And a host with a final dot is the same without.
    private static string Plain(string address)
    {
        if (address.StartsWith("feed:", StringComparison.OrdinalIgnoreCase))
        {
            var rest = address["feed:".Length..];
            address = rest.StartsWith("//", StringComparison.Ordinal) ? $"http:{rest}" : rest;
        }

        return DottedHost.Replace(address, "${start}${rest}");
    }

    [GeneratedRegex(@"^(?<start>https?://[^/?#:.]+(\.[^/?#:.]+)*)\.(?<rest>([/?#:].*)?)\z", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex DottedHost { get; }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[OpmlReader.MaxBytes + 1]; // one more shows a file that is larger
            return bytes[..await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HubException(ExitCode.NotWell, $"{path} cannot be read: {exception.Message}");
        }
    }
}
