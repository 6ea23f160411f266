using FeedHub.Reading;

namespace FeedHub;

public sealed class RealDocumentsTests
{
    [Fact]
    public void Every_real_document_is_read()
    {
        RealDocuments.Require();
        var context = new DocumentContext(null, null);
        Assert.All(RealDocuments.Names(), name => Assert.IsType<ReadOutcome.Read>(FeedReader.Read(RealDocuments.Read(name), context)));
    }
}
