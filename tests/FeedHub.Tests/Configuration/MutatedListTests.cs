using System.Text;

namespace FeedHub.Configuration;

/// <summary>Whatever happens to a list, reading it ends with a list or with mistakes that stand in the text.</summary>
public sealed class MutatedListTests
{
    private const int Seed = 20_261_124;

    [Fact]
    public void A_mutated_list_is_a_list_or_told()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 300; round++)
        {
            var json = Mutate(Encoding.UTF8.GetBytes(ListText.Overridden), random);

            if (FeedListReader.Read(json, ListText.CronMistake) is FeedListResult.Invalid invalid)
            {
                var lineCount = json.Count(value => value == '\n') + 1;
                Assert.NotEmpty(invalid.Mistakes);
                Assert.All(invalid.Mistakes, mistake =>
                {
                    Assert.InRange(mistake.Line, 1, lineCount);
                    Assert.InRange(mistake.Column, 1, json.Length + 1);
                    Assert.False(string.IsNullOrWhiteSpace(mistake.Message));
                });
            }
        }
    }

    [Fact]
    public void A_list_cut_anywhere_is_told()
    {
        var json = Encoding.UTF8.GetBytes(ListText.Overridden);

        for (var length = 0; length < json.Length; length++)
        {
            Assert.IsType<FeedListResult.Invalid>(FeedListReader.Read(json.AsMemory(0, length), ListText.CronMistake));
        }
    }

    private static byte[] Mutate(byte[] json, Random random)
    {
        var bytes = json.ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes[at] = (byte)"{}[],:\"\\0-/n"[random.Next(12)];
                    break;
                default:
                    // Another value where one stood, so that more than the syntax breaks.
                    var value = bytes.FindIndex(at, letter => letter == ':');
                    bytes.InsertRange(Math.Max(0, value + 1), Encoding.UTF8.GetBytes(random.Next(2) == 0 ? " null, \"x\": " : " [], \"id\": "));
                    break;
            }
        }

        return [.. bytes];
    }
}
