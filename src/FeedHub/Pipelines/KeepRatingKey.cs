using System.Security.Cryptography;
using FeedHub.Configuration;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Pipelines;

/// <summary>Keeps the secret of the rating forms in a file of the data directory.</summary>
internal static class KeepRatingKey
{
    private const string FileName = "rating.key";
    private const int KeyBytes = 32;

    /// <summary>The key that is there, or a new one.</summary>
    public static byte[] ReadOrMake(HubSettings settings)
    {
        var path = Path.Combine(settings.DataPath, FileName);
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: KeyBytes } known)
        {
            return known;
        }

        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        Disk.WriteWhole(path, key);
        return key;
    }
}
