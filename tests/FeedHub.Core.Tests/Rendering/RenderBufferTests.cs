using System.Buffers;

namespace FeedHub.Rendering;

public sealed class RenderBufferTests
{
    [Fact]
    public void A_document_has_its_own_bytes_whatever_was_written_before_it_within_it_or_failed()
    {
        var first = RenderBuffer.BytesOf((Stream bytes) => bytes.Write(new byte[100]));
        Assert.Throws<InvalidOperationException>(() => RenderBuffer.BytesOf((Stream bytes) =>
        {
            bytes.Write([7, 7]);
            throw new InvalidOperationException();
        }));
        byte[] inner = [];
        var outer = RenderBuffer.BytesOf((Stream bytes) =>
        {
            bytes.WriteByte(1);
            inner = RenderBuffer.BytesOf((Stream others) => others.WriteByte(2));
            bytes.WriteByte(3);
        });

        Assert.Equal(100, first.Length);
        Assert.Equal([2], inner);
        Assert.Equal([1, 3], outer);
        Assert.Equal([4], RenderBuffer.BytesOf((Stream bytes) => bytes.WriteByte(4)));
    }

    [Fact]
    public void So_has_one_that_is_written_without_a_stream()
    {
        byte[] inner = [];
        var outer = RenderBuffer.BytesOf((IBufferWriter<byte> bytes) =>
        {
            Put(bytes, 1);
            inner = RenderBuffer.BytesOf((IBufferWriter<byte> others) => Put(others, 2));
            Put(bytes, 3);
        });

        Assert.Equal([2], inner);
        Assert.Equal([1, 3], outer);
        Assert.Equal([4], RenderBuffer.BytesOf((IBufferWriter<byte> bytes) => Put(bytes, 4)));

        static void Put(IBufferWriter<byte> writer, byte value)
        {
            writer.GetSpan(1)[0] = value;
            writer.Advance(1);
        }
    }
}
