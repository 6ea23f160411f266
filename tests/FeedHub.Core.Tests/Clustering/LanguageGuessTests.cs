namespace FeedHub.Clustering;

public sealed class LanguageGuessTests
{
    [Theory]
    [InlineData("The kernel that we all use is now in the hands of others", null, "en", "Latn")]
    [InlineData("Das ist der Kernel, den wir alle nicht mehr haben", null, "de", "Latn")]
    [InlineData("Le noyau est dans les mains de tous et il ne va pas changer", null, "fr", "Latn")]
    [InlineData("El núcleo es de todos y no está en las manos de uno", null, "es", "Latn")]
    [InlineData("Il kernel è di tutti, ma non sono qui per la storia", null, "it", "Latn")]
    [InlineData("Não é uma questão para os outros, mas também para nós", null, "pt", "Latn")]
    [InlineData("Dit is een verhaal dat niet over ons gaat maar over hen", null, "nl", "Latn")]
    [InlineData("Ядро теперь не только для всех, но и для него", null, "ru", "Cyrl")]
    [InlineData("Ядро тепер не тільки для всіх, але й для нього", null, "uk", "Cyrl")]
    [InlineData("Ο πυρήνας είναι για όλους", null, "el", "Grek")]
    [InlineData("ГЛАВА", "ru", "ru", "Cyrl")]
    [InlineData("النواة من كل الناس الى الذين في العالم", null, "ar", "Arab")]
    [InlineData("הגרעין של כולם", null, "he", "Hebr")]
    [InlineData("カーネルは誰のものか", null, "ja", "Jpan")]
    [InlineData("新内核发布", null, "zh", "Hani")]
    [InlineData("新核発表", "ja", "ja", "Jpan")]
    [InlineData("새로운 커널이 나왔다", null, "ko", "Kore")]
    [InlineData("เคอร์เนลใหม่", null, "th", "Thai")]
    [InlineData("नया कर्नेल", null, "hi", "Deva")]
    [InlineData("नवीन कर्नल", "mr-IN", "mr", "Deva")]
    [InlineData("Kubernetes Rust WebAssembly", null, "und", "Latn")]
    [InlineData("2026: 42", "en", "und", "Zyyy")]
    [InlineData("", null, "und", "Zyyy")]
    public void A_language_is_known_by_its_script_and_its_small_words(string text, string? claimed, string language, string script) =>
        Assert.Equal((language, script), Guess(text, claimed));

    [Theory]
    [InlineData("Kubernetes Rust WebAssembly", "de", "de")]
    [InlineData("Kubernetes Rust WebAssembly", "de-AT", "de")]
    [InlineData("Kubernetes Rust WebAssembly", "DE_at", "de")]
    [InlineData("Kubernetes Rust WebAssembly", "ru", "und")]
    [InlineData("Kubernetes Rust WebAssembly", "tlh", "und")]
    [InlineData("Das ist der Kernel, den wir alle nicht mehr haben", "en-US", "de")]
    [InlineData("新内核发布", "en", "zh")]
    public void What_the_feed_claims_counts_where_the_words_do_not_say_otherwise(string text, string claimed, string language) =>
        Assert.Equal(language, Guess(text, claimed).Language);

    [Theory]
    [InlineData("The λ calculus and 中 the history of it all", "Latn")]
    [InlineData("谷歌发布 Gemini 新模型", "Hani")]
    [InlineData("Googleが新モデルを発表", "Jpan")]
    public void A_few_letters_of_another_script_decide_nothing(string text, string script) => Assert.Equal(script, Guess(text, null).Script);

    private static (string Language, string Script) Guess(string text, string? claimed)
    {
        List<ScannedWord> words = [];
        var folded = TextFolding.Fold(text);
        WordScanner.Scan(folded, words);
        return LanguageGuess.Of(folded, words, claimed);
    }
}
