using FeedHub.Reading;

namespace FeedHub.Pipelines;

/// <summary>What fetching brought, as reading wants it: neither knows the other.</summary>
internal static class FetchedDocuments
{
    extension(FetchOutcome.Modified answer)
    {
        /// <summary>What came with the body and says how to read it.</summary>
        public DocumentContext Context => new(answer.EffectiveUrl, answer.ContentType, answer.ContentLocation, answer.ContentLanguage);
    }
}
