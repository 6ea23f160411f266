using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FeedHub.Configuration;

/// <summary>Reads the feeds of one list, one after the other; remembers them to find the same one twice.</summary>
/// <param name="mistakes">Where mistakes go.</param>
/// <param name="cronMistake">Says in words what is wrong with a cron expression; null: nothing.</param>
internal sealed partial class FeedSourceReader(MistakeList mistakes, Func<string, string?> cronMistake)
{
    private readonly Dictionary<string, ListNode> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ListNode> _ids = new(StringComparer.Ordinal);

    /// <summary>The feed; null where it has no usable address. Any mistake makes the whole list unusable.</summary>
    public FeedSource? Read(ListNode node, string channel)
    {
        if (node.Kind == JsonTokenType.String)
        {
            return Url(node) is { } plain ? new FeedSource { Id = Id(null, plain, node), Url = plain, Channel = channel } : null;
        }

        if (node.Kind != JsonTokenType.StartObject)
        {
            mistakes.Add(node, $"must be the address of a feed, or an object with its `url`, not {node.Noun}");
            return null;
        }

        var feed = ListObject.Open(node, ListMembers.Feed, mistakes)!;
        var url = feed.Require("url") is { } address ? Url(address) : null;
        var id = feed.Parsed(feed.Find("id"), ParseName);
        var source = new FeedSource
        {
            Id = Id(id is null ? null : feed.Find("id"), url, feed.Find("url") ?? node),
            Url = url ?? new Uri("https://invalid/"), // read on for more mistakes; the feed is dropped below
            Channel = channel,
            Title = feed.Text("title"),
            Weight = feed.Number("weight", 0, 10) ?? 1,
            Every = Every(feed),
            Cron = Cron(feed),
            Zone = Zone(feed),
            Paused = feed.Flag("paused"),
            Include = feed.Parsed<EntryRule>("include", EntryRule.Parse),
            Exclude = feed.Parsed<EntryRule>("exclude", EntryRule.Parse),
            Auth = feed.Find("auth") is { } auth ? Auth(auth) : null,
            AllowNetworks = feed.Parsed<string>("allowNetworks", ParseNetwork),
        };
        return url is null ? null : source;
    }

    /// <summary>An id or slug: <c>[a-z0-9-]{1,64}</c>.</summary>
    public static string? ParseName(string text, out string? mistake)
    {
        mistake = NamePattern.IsMatch(text) ? null : "must have from 1 to 64 lower-case letters a to z, digits and hyphens";
        return mistake is null ? text : null;
    }

    private Uri? Url(ListNode node)
    {
        if (node.Kind != JsonTokenType.String)
        {
            mistakes.Add(node, $"must be an address in quotes, not {node.Noun}");
            return null;
        }

        var url = WebAddress.ParseFeed(node.Text, out var mistake);
        if (url is null)
        {
            mistakes.Add(node, mistake!);
        }

        return url;
    }

    private FeedId Id(ListNode? given, Uri? url, ListNode address)
    {
        var id = given is not null ? new FeedId(given.Text) : url is not null ? FeedId.FromUrl(url) : default;
        if (url is not null && !_addresses.TryAdd(WebAddress.Key(url), address))
        {
            var line = mistakes.LineOf(_addresses[WebAddress.Key(url)]);
            mistakes.Add(address, $"this feed stands already on line {line}: keep one (http and https, or a final slash, make no difference)");
        }
        else if (id.Value is not null && !_ids.TryAdd(id.Value, given ?? address))
        {
            var line = mistakes.LineOf(_ids[id.Value]);
            mistakes.Add(given ?? address, $"the id `{id}` belongs already to the feed on line {line}: give one of them another `id`");
        }

        return id;
    }

    private TimeSpan? Every(ListObject feed)
    {
        if (feed.Text("every") is not { } text)
        {
            return null;
        }

        if (Interval.Parse(text) is { } interval)
        {
            return interval;
        }

        mistakes.Add(feed.Find("every")!, "must be a duration from one second to a year, such as \"30m\", \"2h\", \"1d\" or \"01:30:00\"");
        return null;
    }

    private string? Cron(ListObject feed)
    {
        if (feed.Find("cron") is { } node && feed.Find("every") is not null)
        {
            mistakes.Add(node, "`cron` and `every` exclude each other: keep one");
        }

        if (feed.Text("cron") is { } cron && cronMistake(cron) is { } mistake)
        {
            mistakes.Add(feed.Find("cron")!, mistake);
        }

        return feed.Find("cron")?.Text.Trim();
    }

    private string? Zone(ListObject feed)
    {
        if (feed.Find("zone") is not { } node)
        {
            return null;
        }

        if (feed.Find("cron") is null)
        {
            mistakes.Add(node, "`zone` goes with `cron` only: remove it, or write a `cron`");
        }

        return feed.Parsed(node, (string text, out string? mistake) =>
        {
            // The pattern first: the system looks an id up as a path under its folder of zones.
            var isKnown = ZonePattern.IsMatch(text) && TimeZoneInfo.TryFindSystemTimeZoneById(text, out _);
            mistake = isKnown ? null : "is not a known time zone: write one such as Europe/Paris or UTC";
            return isKnown ? text : null;
        });
    }

    private FeedCredentials? Auth(ListNode node)
    {
        if (ListObject.Open(node, ListMembers.Auth, mistakes) is not { } auth)
        {
            return null;
        }

        var (user, password, token) = (auth.Find("userEnv"), auth.Find("passwordEnv"), auth.Find("tokenEnv"));
        if (token is not null ? user is not null || password is not null : user is null || password is null)
        {
            mistakes.Add(node, "must have `userEnv` and `passwordEnv` together, or `tokenEnv` alone");
        }

        return new FeedCredentials(auth.Parsed(user, ParseVariable), auth.Parsed(password, ParseVariable), auth.Parsed(token, ParseVariable));
    }

    private static string? ParseVariable(string text, out string? mistake)
    {
        mistake = VariablePattern.IsMatch(text) ? null
            : "must be the name of an environment variable (letters, digits and _), never the secret itself";
        return mistake is null ? text : null;
    }

    private static string? ParseNetwork(string text, out string? mistake)
    {
        // The parser also takes 010.0.0.0 as octal, so an IPv4 network must read as it is written.
        var isNetwork = IPNetwork.TryParse(text, out var network)
            && (network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 || network.ToString() == text);
        mistake = isNetwork ? null : "is not a network: write one such as 10.1.0.0/16 or fd00::/8, with no bit set behind the prefix";
        return isNetwork ? network.ToString() : null;
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern { get; }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex VariablePattern { get; }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+/-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ZonePattern { get; }
}
