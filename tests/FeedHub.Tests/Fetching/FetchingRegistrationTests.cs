using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FeedHub.Fetching;

public sealed class FetchingRegistrationTests
{
    [Fact]
    public void Settings_are_bound_and_the_rest_has_its_defaults()
    {
        using var services = Build(("FeedHub:Fetching:MaxBytes", "1000"), ("FeedHub:Fetching:AllowedNetworks:0", "10.1.0.0/16"));

        var options = services.GetRequiredService<IOptions<FetchOptions>>().Value;

        Assert.Equal((1000, TimeSpan.FromMinutes(1), null), (options.MaxBytes, options.Timeout, options.ContactUrl));
        Assert.Equal(["10.1.0.0/16"], options.AllowedNetworks);
        Assert.Equal(TimeSpan.FromSeconds(1), services.GetRequiredService<IOptions<GateOptions>>().Value.OriginGap);
        Assert.NotNull(services.GetRequiredService<FeedFetcher>());
    }

    [Fact]
    public void One_variable_can_name_several_networks()
    {
        using var services = Build(("FeedHub:Fetching:AllowedNetworks", "10.1.0.0/16, fd00::/8"));

        Assert.Equal(["10.1.0.0/16", "fd00::/8"], services.GetRequiredService<IOptions<FetchOptions>>().Value.AllowedNetworks);
    }

    [Theory]
    [InlineData("FeedHub:Fetching:MaxBytes", "0", "MaxBytes")]
    [InlineData("FeedHub:Fetching:Timeout", "00:00:00", "Timeout")]
    [InlineData("FeedHub:Fetching:AllowedNetworks:0", "10.1.0.0/33", "10.1.0.0/33")]
    [InlineData("FeedHub:Fetching:ContactUrl", "me", "ContactUrl")]
    public void A_wrong_setting_is_refused_by_name(string name, string value, string expected)
    {
        using var services = Build((name, value));

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<FetchOptions>>().Value);

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(params (string Name, string Value)[] settings) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
                .Build())
            .AddFetching()
            .BuildServiceProvider();
}
