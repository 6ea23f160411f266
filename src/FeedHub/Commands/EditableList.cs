using FeedHub.Configuration;
using FeedHub.Editing;
using FeedHub.Scheduling;

namespace FeedHub.Commands;

/// <summary>The list as a command finds it that edits it. What comes of the edit is shown, and written only where that is asked for.</summary>
internal sealed class EditableList
{
    private readonly string _path;
    private readonly FeedListContent _content;
    private readonly string? _newId;
    private readonly List<(string Name, List<NewFeed> Feeds)> _begun = [];
    private readonly ListEditor? _editor;

    private EditableList(string path, FeedListContent content, FeedList? list, string? newId)
    {
        _path = path;
        _content = content;
        _newId = newId;
        List = list;
        _editor = list is null ? null : new ListEditor(content.Bytes!, list);
    }

    /// <summary>What it says; null: there is none yet.</summary>
    public FeedList? List { get; }

    /// <summary>The title of a list that is begun.</summary>
    public string NewTitle { get; set; } = "My blogs";

    /// <summary>What becomes of feeds.</summary>
    public List<EditLine> Lines { get; } = [];

    /// <summary>Opens a list that must be there.</summary>
    /// <exception cref="HubException">It is not, or is not valid.</exception>
    public static async Task<EditableList> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var content = await FeedListContent.ReadAsync(path, cancellationToken);
        var result = content.Bytes is { } bytes ? FeedListReader.Read(bytes, CronSchedule.MistakeIn) : FeedListResult.File(content.Failure!);
        return result switch
        {
            FeedListResult.Valid valid => new EditableList(path, content, valid.List, null),
            FeedListResult.Invalid invalid => throw new HubException(ExitCode.NotWell, [.. invalid.Mistakes.Select(mistake => mistake.In(path))]),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Opens a list, or begins one where there is none.</summary>
    /// <param name="path">The list.</param>
    /// <param name="newId">The identity of a list that is begun; null: it gets none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HubException">It is there and not valid.</exception>
    public static async Task<EditableList> OpenOrBeginAsync(string path, string? newId, CancellationToken cancellationToken)
    {
        var content = await FeedListContent.ReadAsync(path, cancellationToken);
        return content.Bytes is null && !Path.Exists(path) && new FileInfo(path).LinkTarget is null
            ? new EditableList(path, content, null, newId)
            : await OpenAsync(path, cancellationToken);
    }

    /// <summary>The feed that has an address, however it is spelled; null: none has it.</summary>
    public FeedSource? Find(Uri url) => List?.Feeds.FirstOrDefault(source => WebAddress.Key(source.Url) == WebAddress.Key(url));

    /// <summary>The line on which a feed of the list stands.</summary>
    public int LineOf(FeedSource source) => _editor!.LineOf(source.Id);

    /// <summary>The name of the channel that is meant: by its name or slug, whatever the case; else the name itself.</summary>
    public string ChannelNamed(string name) =>
        List?.Channels.FirstOrDefault(channel => channel.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || channel.Slug == name)?.Name ?? name;

    public void Add(string channel, NewFeed feed)
    {
        Lines.Add(new EditLine("added", feed.Url.AbsoluteUri, feed.Title, channel, null));
        if (_editor is not null)
        {
            _editor.Add(channel, feed);
            return;
        }

        if (_begun.Find(begun => begun.Name == channel).Feeds is not { } feeds)
        {
            _begun.Add((channel, feeds = []));
        }

        feeds.Add(feed);
    }

    public void Remove(FeedSource source, string? because)
    {
        Lines.Add(new EditLine("removed", source.Id.Value, source.Title, source.Channel, because));
        _editor!.Remove(source.Id);
    }

    public void Move(FeedSource source, Uri url, string because)
    {
        Lines.Add(new EditLine("moved", source.Id.Value, source.Title, source.Channel, because));
        _editor!.Replace(source.Id, url);
    }

    /// <summary>Shows what comes of the edit, and writes it where that is asked for.</summary>
    /// <exception cref="HubException">What would come of it is not valid, or the file has changed meanwhile.</exception>
    public async Task<EditView> FinishAsync(bool isConfirmed, CancellationToken cancellationToken)
    {
        if (Lines.All(line => line.What is "duplicate" or "rejected"))
        {
            return new EditView(_path, false, Lines, "");
        }

        var edited = Edit();
        if (FeedListReader.Read(edited.File, CronSchedule.MistakeIn) is FeedListResult.Invalid invalid)
        {
            throw new HubException(
                ExitCode.NotWell, ["the list would not be valid after this, so nothing is changed:", .. invalid.Mistakes.Select(mistake => mistake.In(_path))]);
        }

        var diff = string.Join('\n', [List is null ? "--- /dev/null" : $"--- {_path}", $"+++ {_path}", .. edited.Diff]);
        if (isConfirmed)
        {
            if ((await FeedListContent.ReadAsync(_path, cancellationToken)).Fingerprint != _content.Fingerprint)
            {
                throw new HubException(ExitCode.NotWell, $"{_path} was changed by somebody else meanwhile, so nothing is written: run the command again");
            }

            await ListWriter.WriteAsync(_path, edited.File, cancellationToken);
        }

        return new EditView(_path, isConfirmed, Lines, diff);
    }

    private EditedList Edit()
    {
        if (_editor is not null)
        {
            return _editor.Finish();
        }

        var text = NewList.Text(NewTitle, _newId, [.. _begun.Select(begun => (begun.Name, (IReadOnlyList<NewFeed>)begun.Feeds))]);
        return new EditedList(text, UnifiedDiff.Lines([], [new TextChange(0, 0, System.Text.Encoding.UTF8.GetString(text))]));
    }
}
