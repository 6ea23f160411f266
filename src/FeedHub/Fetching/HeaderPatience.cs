namespace FeedHub.Fetching;

/// <summary>
/// Ends a request whose answer has no complete header in time. An open connection has the time of the header alone; where one must be opened
/// first, the time for that comes before it.
/// </summary>
internal sealed class HeaderPatience : IDisposable
{
    private static readonly HttpRequestOptionsKey<HeaderPatience> _key = new(nameof(HeaderPatience));

    private readonly Lock _mutex = new();
    private readonly FetchOptions _options;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _givenUp;
    private bool _isOver;

    /// <param name="options">How long what may take.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancellationToken">Ends the request too.</param>
    public HeaderPatience(FetchOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        _options = options;
        _end = new CancellationTokenSource(options.HeaderTimeout, clock);
        _givenUp = cancellationToken.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);
    }

    public CancellationToken Token => _end.Token;

    /// <summary>The patience with a request; null: none goes with it.</summary>
    public static HeaderPatience? Of(HttpRequestMessage request) => request.Options.TryGetValue(_key, out var patience) ? patience : null;

    public void GoWith(HttpRequestMessage request) => request.Options.Set(_key, this);

    /// <summary>A connection is being opened.</summary>
    public void Connecting() => Wait(_options.ConnectTimeout + _options.HeaderTimeout);

    /// <summary>It is open, TLS included.</summary>
    public void Connected() => Wait(_options.HeaderTimeout);

    public void Dispose()
    {
        _givenUp.Dispose(); // waits for one that is being called, so outside of the lock
        lock (_mutex)
        {
            _isOver = true;
            _end.Dispose();
        }
    }

    // A connection may come about after the request has been given up: it is then kept for the next one.
    private void Wait(TimeSpan time)
    {
        lock (_mutex)
        {
            if (!_isOver)
            {
                _end.CancelAfter(time);
            }
        }
    }
}
