using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FeedHub.Rendering;

/// <summary>One story with all that explains it, as the document at <c>/stories/{id}.json</c>.</summary>
public static class StoryJsonWriter
{
    private const double HundredthsOfAnHour = 100;

    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document: UTF-8 without byte order mark, equal bytes for equal arguments.</summary>
    /// <param name="story">The story; listed, so that it shows something.</param>
    /// <param name="why">Why it stands where it does; null: it stands on no front page, and nothing speaks for it any more.</param>
    public static byte[] Write(Story story, StoryExplanation? why)
    {
        ArgumentNullException.ThrowIfNull(story);
        return RenderBuffer.BytesOf((IBufferWriter<byte> bytes) =>
        {
            using var json = new Utf8JsonWriter(bytes, _options);
            json.WriteStartObject();
            json.WriteString("id", story.Id);
            if (story.Shown?.Item is { } item)
            {
                json.WriteString("title", XmlText.Clean(item.Title));
                WriteAddress(json, "url", item.Link);
                json.WriteString("listedAt", Safe.Instant(item.PublishedAt));
                json.WriteString("updatedAt", Safe.Instant(item.UpdatedAt));
            }

            if (why is not null)
            {
                WriteScore(json, why);
            }

            WriteGrouped(json, story);
            WriteLead(json, story);
            WriteSources(json, story);
            json.WriteEndObject();
        });
    }

    private static void WriteScore(Utf8JsonWriter json, StoryExplanation why)
    {
        json.WriteString("text", XmlText.Clean(why.Text));
        if (why.Rank is { } rank)
        {
            json.WriteNumber("rank", rank);
        }

        json.WriteNumber("score", Math.Round(why.Score, 4));
        json.WriteNumber("halfLifeHours", why.HalfLife.TotalHours);
        json.WriteString("asOf", Safe.Instant(why.AsOf));
        json.WriteStartArray("parts");
        foreach (var (evidence, points) in why.Parts)
        {
            json.WriteStartObject();
            json.WriteString("kind", JsonFeedWriter.NameOf(evidence.Kind));
            json.WriteString("publication", XmlText.Clean(evidence.Publication));
            json.WriteString("source", evidence.FeedId.Value);
            json.WriteNumber("amount", Math.Round(evidence.Amount, 4));
            json.WriteString("at", Safe.Instant(evidence.At));
            json.WriteNumber("ageHours", Math.Round((why.AsOf - evidence.At).TotalHours * HundredthsOfAnHour) / HundredthsOfAnHour);
            json.WriteNumber("points", Math.Round(points, 4));
            if (evidence.IsCopy)
            {
                json.WriteBoolean("copy", true);
            }

            if (evidence.CommentsCount is { } comments)
            {
                json.WriteNumber("comments", comments);
                json.WriteNumber("typical", evidence.TypicalComments ?? 0);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("multipliers");
        json.WriteNumber("singleSource", why.SingleSource);
        json.WriteNumber("diversity", Math.Round(why.Diversity, 4));
        json.WriteNumber("above", why.Above);
        json.WriteEndObject();
        json.WriteBoolean("kept", why.IsKept);
        json.WriteBoolean("pinned", why.IsPinned);
    }

    private static void WriteGrouped(Utf8JsonWriter json, Story story)
    {
        json.WriteStartArray("grouped");
        foreach (var member in story.Members)
        {
            json.WriteStartObject();
            json.WriteString("article", XmlText.Clean(member.ArticleKey));
            json.WriteString("at", Safe.Instant(member.At));
            if (member.Similarity is { } similarity)
            {
                json.WriteNumber("similarity", similarity);
                json.WriteNumber("threshold", member.Threshold ?? 0);
            }

            if (member.IsLate)
            {
                json.WriteBoolean("late", true);
            }

            json.WriteStartArray("words");
            foreach (var word in member.Words)
            {
                json.WriteStringValue(XmlText.Clean(word));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLead(Utf8JsonWriter json, Story story)
    {
        json.WriteStartObject("lead");
        json.WriteString("article", XmlText.Clean(story.LeadKey ?? story.Members.FirstOrDefault()?.ArticleKey ?? ""));
        json.WriteStartArray("because");
        foreach (var reason in story.LeadReasons)
        {
            json.WriteStringValue(XmlText.Clean(reason));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSources(Utf8JsonWriter json, Story story)
    {
        json.WriteStartArray("sources");
        foreach (var source in story.Shown?.Item.Sources ?? [])
        {
            json.WriteStartObject();
            json.WriteString("id", source.FeedId.Value);
            json.WriteString("title", XmlText.Clean(source.Title));
            WriteAddress(json, "link", source.Link);
            if (source.Headline is { } headline)
            {
                json.WriteString("headline", XmlText.Clean(headline));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAddress(Utf8JsonWriter json, string name, string? address)
    {
        if (Safe.Address(address) is { } url)
        {
            json.WriteString(name, url.AbsoluteUri);
        }
    }
}
