using System.Text.Json;
using FeedHub.Rendering;
using FeedHub.Serving;
using FeedHub.Serving.Pages;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Pipelines;

/// <summary>The days of a month while its archive document is written: each is written when an earlier one begins, so that no month is too large for memory.</summary>
internal sealed class ArchiveDayDraft(ArchiveDays files, Month month)
{
    private const int MaxShownCount = 1_000; // of a day, on one page
    private const int HeadlineCount = 3;

    private readonly List<ArchivePageDay> _days = [];
    private readonly List<ArchivePageArticle> _articles = [];
    private DateOnly _day;
    private int _count;

    /// <summary>Adds articles of the month, the newest first.</summary>
    public void Add(PublicationMaker maker, IEnumerable<LedArticle> articles)
    {
        foreach (var led in articles)
        {
            var day = DateOnly.FromDateTime(led.Article.FirstSeenAt.UtcDateTime);
            if (day != _day)
            {
                WriteDay();
                _day = day;
            }

            _count++;
            if (_articles.Count < MaxShownCount)
            {
                _articles.Add(new(led.Lead.Title, led.Lead.Link, maker.TitleOf(led.Lead.FeedId), led.Article.FirstSeenAt, led.Lead.Language));
            }
        }
    }

    /// <summary>Writes the last day, and which days the month has.</summary>
    public void Finish()
    {
        WriteDay();
        Write(files.FileOf(month), JsonSerializer.SerializeToUtf8Bytes(_days, ArchiveDayJson.Default.IReadOnlyListArchivePageDay));
    }

    private void WriteDay()
    {
        if (_count > 0)
        {
            var day = new ArchivePageDay(_day, _count, [.. _articles]);
            Write(files.FileOf(_day), JsonSerializer.SerializeToUtf8Bytes(day, ArchiveDayJson.Default.ArchivePageDay));
            _days.Add(day with { Articles = [.. _articles.Take(HeadlineCount)] });
            _articles.Clear();
            _count = 0;
        }
    }

    private static void Write(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes))
        {
            Disk.WriteWhole(file, bytes);
        }
    }
}
