namespace FeedHub.Configuration;

/// <summary>One thing wrong with the list.</summary>
/// <param name="Line">From 1; 0 where the file as a whole is meant.</param>
/// <param name="Column">From 1, in UTF-16 code units as editors count; 0 where the file as a whole is meant.</param>
/// <param name="Path">The value it is about, such as <c>channels[0].feeds[2].every</c>; may be empty.</param>
/// <param name="Message">What is wrong and what to do, on one line; never repeats an address or what may be a secret.</param>
internal sealed record ListMistake(int Line, int Column, string Path, string Message)
{
    /// <summary>The mistake behind the name of the file, as compilers write it; a mistake of the file as a whole names it already.</summary>
    public string In(string file) => Line > 0 ? $"{file}:{this}" : Message;

    public override string ToString() =>
        (Line > 0 ? $"{Line}:{Column}: " : "") + (Path.Length > 0 ? $"{Path}: " : "") + Message;
}
