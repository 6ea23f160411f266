using FeedHub.Reading.Markup;

namespace FeedHub.Reading.Modules;

/// <summary>Several categories in one element, between commas.</summary>
internal static class Keywords
{
    public static void Read(ElementReader reader, Draft draft)
    {
        Add(draft, reader.Attribute("text"));
        Add(draft, reader.ReadSpan());
    }

    private static void Add(Draft draft, ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split(','))
        {
            var keyword = text[range].Trim();
            draft.Add(keyword.IsEmpty ? null : new Category(keyword.ToString(), null, null));
        }
    }
}
