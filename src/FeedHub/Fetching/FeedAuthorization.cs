using System.Text;

namespace FeedHub.Fetching;

/// <summary>Makes the Authorization header of a feed from the environment, where alone its secrets are.</summary>
internal static class FeedAuthorization
{
    /// <summary>Whether all variables are set; <paramref name="header"/> stays null where the feed needs none.</summary>
    public static bool TryRead(FeedCredentials? credentials, out string? header)
    {
        header = null;
        if (credentials is null)
        {
            return true;
        }

        if (credentials.TokenEnv is { } tokenName)
        {
            return TryVariable(tokenName, out var token) && (header = $"Bearer {token}") is not null; // RFC 6750, 2.1
        }

        if (!TryVariable(credentials.UserEnv, out var user) || user.Contains(':', StringComparison.Ordinal))
        {
            return false;
        }

        var password = "";
        if (credentials.PasswordEnv is { } passwordName && !TryVariable(passwordName, out password))
        {
            return false;
        }

        header = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}"; // RFC 7617, 2.1
        return true;
    }

    private static bool TryVariable(string? name, out string value)
    {
        value = (name is null ? null : Environment.GetEnvironmentVariable(name)) ?? "";
        return value.Length > 0 && !value.Any(char.IsControl);
    }
}
