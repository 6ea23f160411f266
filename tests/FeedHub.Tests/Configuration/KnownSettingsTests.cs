using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace FeedHub.Configuration;

/// <summary>Settings that are warned about because nothing reads them.</summary>
public sealed class KnownSettingsTests
{
    public static TheoryData<string> Settings => [.. NamesIn(typeof(HubOptions), "")];

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_that_is_read_is_known(string name) => Assert.Empty(UnknownIn(name));

    [Fact]
    public void A_slip_of_the_pen_is_found() => Assert.Equal(["Stories:MaxAgee"], UnknownIn("Stories:MaxAgee"));

    private static IEnumerable<string> UnknownIn(string name) => KnownSettings.UnknownIn(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { [$"{HubOptions.Section}:{name}"] = "1" })
        .Build());

    private static IEnumerable<string> NamesIn(Type options, string prefix) => options
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(property => property.PropertyType.Assembly == typeof(HubOptions).Assembly
            ? NamesIn(property.PropertyType, $"{prefix}{property.Name}:")
            : [prefix + property.Name]);
}
