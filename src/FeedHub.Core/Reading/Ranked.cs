namespace FeedHub.Reading;

/// <summary>A value and how good its source is: a better source replaces it, an equal one comes too late.</summary>
internal struct Ranked<T>
    where T : class
{
    private int _rank;

    public T? Value { get; private set; }

    /// <param name="value">Null: the source is silent.</param>
    /// <param name="rank">0 is the best.</param>
    public void Offer(T? value, int rank = 0)
    {
        if (value is not null && (Value is null || rank < _rank))
        {
            Value = value;
            _rank = rank;
        }
    }
}

/// <summary>The same for values that are no objects.</summary>
internal struct RankedValue<T>
    where T : struct
{
    private int _rank;

    public T? Value { get; private set; }

    /// <param name="value">Null: the source is silent.</param>
    /// <param name="rank">0 is the best.</param>
    public void Offer(T? value, int rank = 0)
    {
        if (value is not null && (Value is null || rank < _rank))
        {
            Value = value;
            _rank = rank;
        }
    }
}

/// <summary>The members of the best source only; several from that one are kept together.</summary>
internal struct RankedList<T>
{
    private const int MaxCount = 200;

    private int _rank;
    private List<T>? _values;

    public readonly IReadOnlyList<T> Values => _values is null ? [] : _values;

    /// <param name="value">Null: the source is silent.</param>
    /// <param name="rank">0 is the best.</param>
    public void Offer(T? value, int rank = 0)
    {
        if (value is null || (_values is not null && rank > _rank))
        {
            return;
        }

        if (_values is null || rank < _rank)
        {
            _values = [];
            _rank = rank;
        }

        if (_values.Count < MaxCount && !_values.Contains(value))
        {
            _values.Add(value);
        }
    }
}
