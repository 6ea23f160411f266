using System.Text.Json;
using System.Text.Json.Serialization;

namespace FeedHub.Demo;

/// <summary>The invented blogs, in the order of their slugs. People, projects and events in them do not exist.</summary>
internal static class DemoBlogs
{
    public static IReadOnlyList<DemoBlog> All { get; } = Load();

    /// <summary>The blog with this slug; null: there is none.</summary>
    public static DemoBlog? Find(string slug) => All.FirstOrDefault(blog => blog.Slug == slug);

    /// <summary>The post that <c>blog/post</c> names, and its blog.</summary>
    public static (DemoBlog Blog, DemoPost Post) Get(string reference)
    {
        var parts = reference.Split('/');
        var blog = All.Single(blog => blog.Slug == parts[0]);
        return (blog, blog.Posts.Single(post => post.Slug == parts[1]));
    }

    private static DemoBlog[] Load()
    {
        var assembly = typeof(DemoBlogs).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("FeedHub.Demo.Blogs.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return JsonSerializer.Deserialize(stream, DemoJsonContext.Default.DemoBlog)!;
            })];
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(DemoBlog))]
internal sealed partial class DemoJsonContext : JsonSerializerContext;
