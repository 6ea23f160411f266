using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FeedHub.Pipelines;

/// <summary>What stands for a text that is only looked for and never shown: the first 128 bits of its SHA-256, so that nobody writes two that have one.</summary>
internal static class TextName
{
    public static UInt128 Of(string text) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
