using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FeedHub.Reading;

namespace FeedHub.Damaging;

/// <summary>A document to be damaged: its markup, and what is read of it while it is whole.</summary>
internal sealed class Specimen
{
    private static readonly DocumentContext Context = new(null, null);

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly int _markLength;
    private readonly byte[] _bytes;

    public Specimen(string name, byte[] bytes)
    {
        Name = name;
        _bytes = bytes;
        View = bytes switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => Encoding.Latin1,
        };
        _markLength = View == Encoding.Latin1 ? 0 : 2;
        Text = View.GetString(bytes, _markLength, bytes.Length - _markLength);
        Feed = Read(bytes) ?? throw new InvalidDataException($"{name} is not read even while it is whole.");
        Entries = [.. Feed.Entries.Select(Shown)];
        Scan = new TagScan(Text);
    }

    public string Name { get; }

    /// <summary>Tags are ASCII in nearly every encoding: a character of the view is a byte there, and two of UTF-16.</summary>
    public Encoding View { get; }

    /// <summary>The document in its view: markup is legible in it, texts may not be.</summary>
    public string Text { get; }

    public ParsedFeed Feed { get; }

    /// <summary>Every field of every entry, in a form that can be compared.</summary>
    public IReadOnlyList<string> Entries { get; }

    public TagScan Scan { get; }

    /// <summary>Well-formed as far as tags go, and the reader and the scan agree on the entries.</summary>
    public bool IsRegular => Scan.IsRegular && HasPlaces;

    /// <summary>Where each entry stands is known.</summary>
    public bool HasPlaces => Scan.Entries.Count == Feed.Entries.Count;

    public byte[] Bytes(string text) => [.. _bytes.AsSpan(0, _markLength), .. View.GetBytes(text)];

    public byte[] Cut(int share) => _bytes[..(int)((long)_bytes.Length * share / 100)];

    /// <summary>The place in the view of a place in the bytes.</summary>
    public int Place(int bytes) => Math.Max(0, bytes - _markLength) / (View == Encoding.Latin1 ? 1 : 2);

    public static ParsedFeed? Read(byte[] bytes) => FeedReader.Read(bytes, Context) is ReadOutcome.Read(var feed) ? feed : null;

    public static string Shown(ParsedEntry entry) => JsonSerializer.Serialize(entry, Options);

    public override string ToString() => Name;
}
