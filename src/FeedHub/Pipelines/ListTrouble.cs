namespace FeedHub.Pipelines;

/// <summary>Why the list as it stands in its file is not followed, for <c>status</c>; empty: it is.</summary>
internal sealed class ListTrouble
{
    private volatile IReadOnlyList<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Set(IReadOnlyList<string> lines) => _lines = lines;
}
