namespace FeedHub.Storage;

/// <summary>The store could not do what it was asked; nothing of it was done.</summary>
public class StorageException : Exception
{
    /// <summary>Says what failed and what to do, in one line.</summary>
    public StorageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>Another process holds the data directory.</summary>
public sealed class StoreHeldException(string message) : StorageException(message);

/// <summary>What was stored cannot be read any more: the file is damaged.</summary>
public sealed class StoreDamagedException(string message, Exception? innerException = null) : StorageException(message, innerException);

/// <summary>The store was written by a later version of FeedHub; it is left as it is.</summary>
public sealed class NewerStoreException(string message) : StorageException(message);
