using System.Net;
using Microsoft.AspNetCore.Http;

namespace FeedHub;

/// <summary>What an <see cref="OriginServer"/> was asked, and what it answered.</summary>
internal sealed class OriginRequest
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The loopback address that was asked.</summary>
    public required IPAddress LocalAddress { get; init; }

    public required string Method { get; init; }

    /// <summary>The path, with the query if there is one.</summary>
    public required string Path { get; init; }

    public required IHeaderDictionary Headers { get; init; }

    /// <summary>Null: not answered yet, or never.</summary>
    public int? Status { get; set; }
}
