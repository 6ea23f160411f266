using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FeedHub.Serving.Rating;

/// <summary>What a form carries so that only who was shown it can send it, once and soon: story, end and a number of its own, signed.</summary>
internal sealed class RatingTokens(RatingKey key, TimeProvider clock)
{
    private const int NumberBytes = 9;
    private const int MaxLength = 200;

    /// <summary>How long somebody may think.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>A token for one vote on a story.</summary>
    public string Make(string storyId)
    {
        var end = (clock.GetUtcNow() + Life).ToUnixTimeSeconds();
        var number = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NumberBytes));
        var head = string.Create(CultureInfo.InvariantCulture, $"{end}.{number}");
        return $"{head}.{key.Sign($"form\n{storyId}\n{head}")}";
    }

    /// <summary>The number of a form of ours for that story that has not ended; null: it is none.</summary>
    public string? NumberOf(string? token, string storyId)
    {
        if (token is not { Length: <= MaxLength } || token.Split('.') is not [var end, var number, var signature])
        {
            return null;
        }

        var expected = key.Sign($"form\n{storyId}\n{end}.{number}");
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(expected))
            && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && clock.GetUtcNow().ToUnixTimeSeconds() < seconds
            ? number
            : null;
    }
}
