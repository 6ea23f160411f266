using FeedHub.Reading;

namespace FeedHub.Damaging;

/// <summary>Damaged JSON is refused: a part of it may be another feed's whole.</summary>
public sealed class DamagedJsonTests(ITestOutputHelper output)
{
    public static IEnumerable<TheoryDataRow<string>> Kinds() => JsonDamage.Kinds.Keys.Select(kind => new TheoryDataRow<string>(kind));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damaged_JSON_of_our_own_is_refused(string kind) => Check(kind, OwnDocuments.Names().Where(IsJson), OwnDocuments.Read);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damaged_real_JSON_is_refused(string kind)
    {
        RealDocuments.Require();
        Check(kind, RealDocuments.Names().Where(IsJson), RealDocuments.Read);
    }

    private static bool IsJson(string name) => name.EndsWith(".json", StringComparison.Ordinal);

    private void Check(string kind, IEnumerable<string> names, Func<string, byte[]> read)
    {
        var damaged = names.Select(name => (name, Bytes: JsonDamage.Kinds[kind](read(name)))).Where(one => one.Bytes is not null).ToList();
        output.WriteLine($"{kind}: {damaged.Count} documents");
        Assert.NotEmpty(damaged);
        Assert.All(damaged, one => Assert.Equal(
            "invalid-json", Assert.IsType<ReadOutcome.NotAFeed>(FeedReader.Read(one.Bytes, new DocumentContext(null, null))).Code));
    }
}
