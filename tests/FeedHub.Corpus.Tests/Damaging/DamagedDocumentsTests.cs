using System.Collections.Concurrent;

namespace FeedHub.Damaging;

/// <summary>Whatever breaks a document, it is still read, and what stands before the damage reads as before.</summary>
public sealed class DamagedDocumentsTests(ITestOutputHelper output)
{
    private static readonly Lazy<IReadOnlyList<Specimen>> Own = new(() =>
        [.. Xml(OwnDocuments.Names()).Where(name => name != "encoding/ebcdic.xml").Select(name => new Specimen(name, OwnDocuments.Read(name)))]);

    private static readonly Lazy<IReadOnlyList<Specimen>> Real = new(() =>
        [.. Xml(RealDocuments.Names()).AsParallel().AsOrdered().Select(name => new Specimen(name, RealDocuments.Read(name)))]);

    public static IEnumerable<TheoryDataRow<string>> Kinds() => Damage.Kinds.Keys.Select(kind => new TheoryDataRow<string>(kind));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_document_of_our_own_is_still_read(string kind) => Check(kind, Own.Value);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_real_document_is_still_read(string kind)
    {
        RealDocuments.Require();
        Check(kind, Real.Value);
    }

    // What the comparison rests on. Where the two disagree, the document was broken before we came.
    [Fact]
    public void The_scan_finds_the_entries_that_the_reader_finds()
    {
        Assert.All(Own.Value.Where(whole => !whole.HasPlaces), whole => Assert.NotEmpty(whole.Feed.Repairs));
        RealDocuments.Require();
        Assert.All(Real.Value.Where(whole => !whole.HasPlaces), whole => Assert.NotEmpty(whole.Feed.Repairs));
        Assert.InRange(Real.Value.Count(whole => !whole.HasPlaces), 0, Real.Value.Count / 20);
    }

    private static IEnumerable<string> Xml(IEnumerable<string> names) => names.Where(name => name.EndsWith(".xml", StringComparison.Ordinal));

    private void Check(string kind, IReadOnlyList<Specimen> specimens)
    {
        var faults = new ConcurrentBag<string>();
        var count = 0;
        Parallel.ForEach(specimens, whole =>
        {
            if (Damage.Kinds[kind](whole) is not { } damaged)
            {
                return;
            }

            Interlocked.Increment(ref count);
            if (Survival.Fault(whole, damaged) is { } fault)
            {
                faults.Add($"{whole.Name}: {fault}");
            }
        });
        output.WriteLine($"{kind}: {count} of {specimens.Count} documents");
        Assert.True(count > 0, "No document could be damaged so.");
        Assert.True(faults.IsEmpty, $"{faults.Count} of {count}:\n" + string.Join('\n', faults.Order(StringComparer.Ordinal).Take(12)));
    }
}
