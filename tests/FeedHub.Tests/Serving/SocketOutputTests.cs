using System.Net;
using System.Security.Cryptography;
using System.Text;
using FeedHub.EndToEnd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FeedHub.Serving;

/// <summary>Answers of a Kestrel whose output goes straight to the socket, as a client gets them.</summary>
public sealed class SocketOutputTests : IAsyncLifetime
{
    private const int HugeBytes = 12 * 1024 * 1024; // more than both ends of a connection hold

    private static readonly int[] _sizes = [1, 100, 4_095, 4_096, 16_383, 16_384, 100_000, HugeBytes];
    private static readonly Dictionary<int, DocumentBody> _bodies = _sizes.ToDictionary(size => size, size => new DocumentBody(Bytes(size)));

    private readonly DocumentBody _replaced = new(Bytes(HugeBytes));
    private WebApplication? _app;
    private MinDataRate? _rate;
    private int _begun;
    private int _ended;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private int Port => new Uri(_app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSockets(PublicListener.Configure).ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, SocketOutput.SendDirectly));
        _app = builder.Build();
        _app.Run(async context =>
        {
            Interlocked.Increment(ref _begun);
            try
            {
                await AnswerAsync(context);
            }
            finally
            {
                _rate = context.Features.Get<IHttpMinResponseDataRateFeature>()!.MinDataRate;
                Interlocked.Increment(ref _ended);
            }
        });
        await _app.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _replaced.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Documents_of_all_sizes_arrive_byte_for_byte_over_one_connection()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 1 });
        foreach (var size in (int[])[.. _sizes, .. _sizes.Reverse(), 100_000])
        {
            var bytes = await client.GetByteArrayAsync($"http://127.0.0.1:{Port}/{size}", Cancellation);

            Assert.Equal(SHA256.HashData(_bodies[size].Bytes.Span), SHA256.HashData(bytes));
        }
    }

    [Fact]
    public async Task Requests_sent_at_once_are_answered_in_their_order_and_whole()
    {
        using var connection = await RawConnection.OpenAsync(Port);
        int[] asked = [.. Enumerable.Range(0, 40).Select(number => _sizes[number % (_sizes.Length - 1)])];
        var sending = connection.TrySendAsync(string.Concat(asked.Select((size, number) =>
            $"GET /{size} HTTP/1.1\r\nHost: localhost\r\n{(number == asked.Length - 1 ? "Connection: close\r\n" : "")}\r\n")));
        var text = await connection.ReadToEndAsync();

        Assert.True(await sending);
        foreach (var size in asked)
        {
            var answer = RawAnswer.Of(text);
            Assert.Equal(Encoding.Latin1.GetString(_bodies[size].Bytes.Span), answer.Body[..size]);
            text = answer.Body[size..];
        }

        Assert.Empty(text);
    }

    [Fact]
    public async Task Who_takes_little_at_a_time_gets_the_whole_document_in_the_end()
    {
        using var connection = await RawConnection.OpenAsync(Port, receiveBytes: 4_096);
        Assert.True(await connection.TrySendAsync($"GET /{HugeBytes} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        await Eventually.HoldsAsync("the answer has begun", () => Task.FromResult(Volatile.Read(ref _begun) == 1));
        Assert.Equal(0, Volatile.Read(ref _ended)); // the rest waits for the reader

        var answer = RawAnswer.Of(await connection.ReadToEndAsync());

        Assert.Equal(200, answer.Status);
        Assert.Equal(SHA256.HashData(_bodies[HugeBytes].Bytes.Span), SHA256.HashData(Encoding.Latin1.GetBytes(answer.Body)));
    }

    [Theory]
    [InlineData(100, 5)]
    [InlineData(100_000, 416)]
    [InlineData(HugeBytes, 52_428)]
    public async Task The_longer_a_document_the_longer_may_a_client_take_for_it(int size, int seconds)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        _ = await client.GetByteArrayAsync($"http://127.0.0.1:{Port}/{size}", Cancellation);

        await Eventually.HoldsAsync("the answer has ended", () => Task.FromResult(Volatile.Read(ref _ended) == 1));
        Assert.Equal((240, seconds), (_rate!.BytesPerSecond, (int)_rate.GracePeriod.TotalSeconds));
    }

    [Fact]
    public async Task A_document_that_is_replaced_while_it_is_sent_arrives_as_it_was()
    {
        using var connection = await RawConnection.OpenAsync(Port, receiveBytes: 4_096);
        Assert.True(await connection.TrySendAsync("GET /replaced HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        await Eventually.HoldsAsync("the answer has begun", () => Task.FromResult(Volatile.Read(ref _begun) == 1));
        _replaced.Dispose();
        Assert.True(await connection.TrySendAsync("GET /replaced HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));

        var text = await connection.ReadToEndAsync();

        var first = RawAnswer.Of(text).Body;
        Assert.Equal(SHA256.HashData(_replaced.Bytes.Span), SHA256.HashData(Encoding.Latin1.GetBytes(first[..HugeBytes])));
        Assert.Equal(SHA256.HashData(_replaced.Bytes.Span), SHA256.HashData(Encoding.Latin1.GetBytes(RawAnswer.Of(first[HugeBytes..]).Body)));
    }

    [Fact]
    public async Task Who_leaves_in_the_middle_ends_his_answer_and_no_other()
    {
        for (var visitor = 0; visitor < 20; visitor++)
        {
            using var connection = await RawConnection.OpenAsync(Port, receiveBytes: 4_096);
            Assert.True(await connection.TrySendAsync($"GET /{HugeBytes} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        }

        await Eventually.HoldsAsync("all answers have ended", () => Task.FromResult(Volatile.Read(ref _begun) == 20 && Volatile.Read(ref _ended) == 20));
        await Documents_of_all_sizes_arrive_byte_for_byte_over_one_connection();
    }

    [Fact]
    public async Task What_is_written_in_pieces_and_without_a_length_goes_out_as_it_was_written()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await client.GetAsync($"http://127.0.0.1:{Port}/pieces", Cancellation);

        Assert.True(answer.Headers.TransferEncodingChunked);
        Assert.Equal(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"piece {number}\n")), await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/pieces")
        {
            for (var number = 0; number < 20_000; number++)
            {
                await context.Response.WriteAsync($"piece {number}\n", context.RequestAborted);
            }

            return;
        }

        var body = context.Request.Path == "/replaced" ? _replaced : _bodies[int.Parse(context.Request.Path.Value![1..], System.Globalization.CultureInfo.InvariantCulture)];
        context.Response.ContentLength = body.Bytes.Length;
        await SocketOutput.WriteAsync(context, body);
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count; at++)
        {
            bytes[at] = (byte)((at * 31) ^ (at >> 8) ^ count);
        }

        return bytes;
    }
}
