namespace FeedHub;

/// <summary>The build itself.</summary>
public sealed class HouseTests
{
    [Fact]
    public void The_program_is_called_feedhub() => Assert.Equal("feedhub", typeof(Program).Assembly.GetName().Name);
}
