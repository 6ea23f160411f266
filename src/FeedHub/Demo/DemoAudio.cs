using System.Buffers.Binary;

namespace FeedHub.Demo;

/// <summary>What the invented podcast sends as every episode.</summary>
internal static class DemoAudio
{
    private const int SampleRate = 8000;

    /// <summary>One second of silence: a WAVE file, mono, 8 bits a sample.</summary>
    public static byte[] Silence { get; } = Write();

    private static byte[] Write()
    {
        var file = new byte[44 + SampleRate];
        var header = file.AsSpan(0, 44);
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16); // the size of the format that follows
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1); // channels
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], SampleRate); // bytes a second
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 1); // bytes a sample
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 8); // bits a sample
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], SampleRate);
        file.AsSpan(44).Fill(128); // the middle of unsigned samples
        return file;
    }
}
