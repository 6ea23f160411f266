using System.Security.Cryptography;
using System.Text;

namespace FeedHub;

/// <summary>The hash of several texts is that of their bytes, however they fall into its buffer.</summary>
public sealed class TextHashTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("ä€😀", 1)]
    [InlineData("ä€😀", 5_000)]
    [InlineData("x", 8 * 1024)]
    [InlineData("x", (8 * 1024) - 6)] // fills the buffer to its end, where the mark follows
    [InlineData("x", 20_000)]
    [InlineData("\ud83d", 3_000)]
    [InlineData("\ude00x", 3_000)]
    public void It_is_that_of_all_bytes(string unit, int count)
    {
        var text = string.Concat(Enumerable.Repeat(unit, count));
        using var hash = new TextHash();
        hash.Add("begin");
        hash.Add(0xff);
        hash.Add(text);
        hash.Add(0xff);

        byte[] bytes = [.. Encoding.UTF8.GetBytes("begin"), 0xff, .. Encoding.UTF8.GetBytes(text), 0xff];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash.ToHex());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text + "\n" + text))), TextHash.Of(text, "\n", null, text));
    }
}
