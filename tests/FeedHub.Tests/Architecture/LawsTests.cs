using System.Text.RegularExpressions;
using Mono.Cecil;

namespace FeedHub.Architecture;

/// <summary>The laws of the house: what may know what.</summary>
public sealed partial class LawsTests
{
    private static readonly string[] _verbs = ["Polling", "Reading", "Normalizing", "Deduplicating", "Clustering", "Ranking", "Rendering", "Storage"];

    [Fact]
    public void Law_1_The_core_knows_tasks_only_in_Storage() => Holds(CodeMap.Core.Uses.Where(use =>
        use.ToNamespace == "System.Threading.Tasks" && use.FromNamespace != "FeedHub.Storage"));

    [Fact]
    public void Law_1_The_core_has_no_clock_and_no_randomness() => Holds(CodeMap.Core.Uses.Where(use =>
        use.To is "System.TimeProvider" or "System.Diagnostics.Stopwatch" or "System.Random" or "System.Threading.Timer"
            or "System.Security.Cryptography.RandomNumberGenerator"
        || (use.To is "System.DateTime" or "System.DateTimeOffset" && use.Member is "get_Now" or "get_UtcNow" or "get_Today")
        || (use.To is "System.Guid" && use.Member is "NewGuid" or "CreateVersion7")));

    [Fact]
    public void Law_1_The_core_touches_nothing_outside() => Holds(CodeMap.Core.Uses.Where(use =>
        (use.To == "System.Environment" && use.Member != "get_CurrentManagedThreadId") // the compiler's, in iterators
        || use.To is "System.Console" or "System.AppContext" or "System.Diagnostics.Process" or "System.Threading.Thread"
        || (use.ToNamespace == "System.IO" && Disk.IsMatch(use.To))
        || Outside.IsMatch(use.ToNamespace)));

    [Fact]
    public void Law_1_The_packages_of_the_core_compute_and_do_nothing_else()
    {
        Assert.Equal(
            ["AngleSharp", "HtmlSanitizer", "System.ServiceModel.Syndication"],
            CodeMap.Core.References.Where(name => !IsFramework(name) || name == "System.ServiceModel.Syndication").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(CodeMap.Core.References, IoAssembly.IsMatch);
    }

    [Fact]
    public void Law_2_No_verb_of_the_core_names_another() => Holds(CodeMap.Core.Uses.Where(use =>
        CodeMap.FolderOf(use.FromNamespace) is { Length: > 0 } from && CodeMap.FolderOf(use.ToNamespace) is { Length: > 0 } to && from != to));

    [Fact]
    public void Law_2_Nouns_name_no_verb_so_there_are_no_circles() =>
        Holds(CodeMap.Core.Uses.Where(use => use.FromNamespace == "FeedHub" && CodeMap.FolderOf(use.ToNamespace).Length > 0));

    [Fact]
    public void Law_2_All_folders_of_the_core_are_verbs() => Assert.Equal(
        _verbs.Order(StringComparer.Ordinal),
        CodeMap.Core.Types
            .Select(type => CodeMap.FolderOf(type.Namespace))
            .Where(folder => folder.Length > 0)
            .Distinct()
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_type_stands_in_a_namespace_of_ours() => Holds(CodeMap.All.SelectMany(map => map.Types)
        .Where(type => !type.IsNested && !IsIn(type.Namespace, "FeedHub") && type.Name != "Program" && !type.Name.StartsWith('<')
            && !IsIn(type.Namespace, "__Blazor")) // generated beside components
        .Select(type => type.FullName));

    [Fact]
    public void Law_3_LiteDB_stays_inside_its_project()
    {
        Holds(CodeMap.LiteDb.Uses.Where(use => IsIn(use.ToNamespace, "LiteDB") && use.FromNamespace != "FeedHub.Storage.LiteDb"));
        Holds(((CodeMap[])[CodeMap.Core, CodeMap.Hub]).SelectMany(map => map.Uses).Where(use => IsIn(use.ToNamespace, "LiteDB")));
    }

    [Fact]
    public void Law_3_LiteDB_shows_in_no_public_signature() => Holds(CodeMap.LiteDb.Types
        .Where(type => type.IsPublic || type.IsNestedPublic)
        .SelectMany(type => type.Methods.Where(method => method.IsPublic || method.IsFamily))
        .Where(method => method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType)
            .Any(type => type.FullName.Contains("LiteDB.", StringComparison.Ordinal)))
        .Select(method => method.FullName));

    [Fact]
    public void Law_3_Quartz_stays_in_Scheduling() => Holds(CodeMap.All.SelectMany(map => map.Uses).Where(use =>
        IsIn(use.ToNamespace, "Quartz") && use.FromNamespace != "FeedHub.Scheduling"));

    [Fact]
    public void HARD_3_Law_3_Serving_asks_no_store() => Holds(CodeMap.Hub.Uses.Where(use =>
        IsIn(use.FromNamespace, "FeedHub.Serving") && IsIn(use.ToNamespace, "FeedHub.Storage")));

    [Fact]
    public void Projects_point_one_way()
    {
        Assert.DoesNotContain(CodeMap.Core.References, name => name == CodeMap.LiteDb.Name || name == CodeMap.Hub.Name);
        Assert.DoesNotContain(CodeMap.LiteDb.References, name => name == CodeMap.Hub.Name);
        Assert.Contains(CodeMap.Hub.References, name => name == CodeMap.Core.Name);
    }

    [Fact]
    public void HARD_8_Only_the_client_of_origins_and_that_of_the_command_socket_open_connections() => Holds(CodeMap.All
        .SelectMany(map => map.Uses)
        .Where(use => Connection.IsMatch(use.To) && use.Member == ".ctor")
        .Where(use => use.From is not ("FeedHub.Fetching.OriginClient" or "FeedHub.Commands.SocketClient")));

    [Fact]
    public void Reading_parses_XML_by_itself() => Holds(CodeMap.Core.Uses.Where(use =>
        IsIn(use.FromNamespace, "FeedHub.Reading") && (IsIn(use.ToNamespace, "System.Xml") || IsIn(use.ToNamespace, "System.ServiceModel"))));

    [Fact]
    public void Public_types_are_sealed_static_or_closed() => Holds(((CodeMap[])[CodeMap.Core, CodeMap.LiteDb])
        .SelectMany(map => map.Types)
        .Where(type => (type.IsPublic || type.IsNestedPublic) && type is { IsClass: true, IsSealed: false })
        .Where(type => type.BaseType.FullName != "System.Exception")
        .Where(type => !type.IsAbstract || type.Methods.Any(IsOpenConstructor))
        .Select(type => type.FullName));

    // The copy constructor of a record is open to heirs by its nature; without another one there are none.
    private static bool IsOpenConstructor(MethodDefinition method) =>
        method is { IsConstructor: true, IsStatic: false, IsPrivate: false }
        && !(method.Parameters is [var only] && only.ParameterType == method.DeclaringType);

    private static bool IsIn(string space, string parent) =>
        space == parent || space.StartsWith(parent + ".", StringComparison.Ordinal);

    private static bool IsFramework(string name) => name.StartsWith("System.", StringComparison.Ordinal);

    private static void Holds<T>(IEnumerable<T> violations)
    {
        var broken = string.Join('\n', violations);
        Assert.True(broken.Length == 0, broken);
    }

    [GeneratedRegex(@"^System\.IO\.(File|Directory|Drive|Path$|RandomAccess)")]
    private static partial Regex Disk { get; }

    [GeneratedRegex(@"^(System\.Net\.(Http|Sockets|NetworkInformation|Security)|Microsoft\.(Extensions|AspNetCore)|Quartz|LiteDB|Serilog)\b")]
    private static partial Regex Outside { get; }

    [GeneratedRegex(@"^(System\.(Net\.(Http|Sockets|Requests|NameResolution|WebClient)|IO\.FileSystem|Console|Diagnostics\.Process)|Microsoft\.)")]
    private static partial Regex IoAssembly { get; }

    [GeneratedRegex(@"^System\.Net\.(Http\.(HttpClient|HttpClientHandler|SocketsHttpHandler|HttpMessageInvoker)|Sockets\.(Socket|TcpClient|UdpClient|TcpListener)|WebClient)$")]
    private static partial Regex Connection { get; }
}
