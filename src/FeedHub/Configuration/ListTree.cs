using System.Text.Json;
using System.Text.Unicode;

namespace FeedHub.Configuration;

/// <summary>Reads JSON with comments and trailing commas into nodes that know where they stand.</summary>
internal static class ListTree
{
    private const int MaxDepth = 32; // the list itself is 6 deep

    /// <summary>The root; null where the text is not JSON, which is then the last mistake.</summary>
    public static ListNode? Read(ReadOnlySpan<byte> json, TextPositions positions, MistakeList mistakes)
    {
        if (!Utf8.IsValid(json))
        {
            mistakes.Add(FirstInvalid(json), "", "this is not UTF-8 text: save the file in that encoding");
            return null;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = MaxDepth,
        });
        try
        {
            reader.Read();
            var root = ReadValue(ref reader, null, null, 0);
            reader.Read(); // fails on anything but comments behind the root
            return root;
        }
        catch (JsonException exception)
        {
            var reason = exception.Message.Split(" LineNumber:")[0].Split(" Change the reader options")[0];
            var offset = positions.OffsetOf(exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
            mistakes.Add(offset, "", json.Trim(" \t\r\n"u8).IsEmpty
                ? "the file is empty: write a list, see README.md"
                : $"this is not valid JSON: {reason}");
        }
        catch (InvalidOperationException)
        {
            mistakes.Add((int)reader.TokenStartIndex, "", "half a surrogate pair is no character: write both \\u escapes or the character itself");
        }

        return null;
    }

    private static ListNode ReadValue(ref Utf8JsonReader reader, ListNode? parent, string? name, int index)
    {
        var node = new ListNode
        {
            Kind = reader.TokenType,
            Offset = (int)reader.TokenStartIndex,
            Parent = parent,
            Name = name,
            Index = index,
            Text = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
                _ => "",
            },
        };

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            var members = new List<ListMember>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var (member, offset) = (reader.GetString()!, (int)reader.TokenStartIndex);
                reader.Read();
                members.Add(new ListMember(member, offset, ReadValue(ref reader, node, member, 0)));
            }

            node.Members = members;
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            var items = new List<ListNode>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(ReadValue(ref reader, node, null, items.Count));
            }

            node.Items = items;
        }

        node.End = (int)reader.BytesConsumed;
        return node;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var offset = 0;
        while (System.Text.Rune.DecodeFromUtf8(text[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }
}
