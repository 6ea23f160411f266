using FeedHub.Storage.LiteDb;
using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace FeedHub.Architecture;

/// <summary>One place where our code names a type: in a signature, an attribute or a body.</summary>
/// <param name="From">The outermost type that names it, so that lambdas and asynchronous methods count for their authors.</param>
/// <param name="FromNamespace">The namespace of that type.</param>
/// <param name="To">The full name of the type that is named, without its arguments.</param>
/// <param name="ToNamespace">The namespace of the outermost type around it.</param>
/// <param name="Member">The member that is used; null: the type alone.</param>
internal sealed record Use(string From, string FromNamespace, string To, string ToNamespace, string? Member)
{
    public override string ToString() => $"{From} -> {To}{(Member is null ? "" : $".{Member}")}";
}

/// <summary>What each project of ours is made of and what it names, read from the compiled assemblies.</summary>
internal sealed class CodeMap
{
    public static readonly CodeMap Core = new(typeof(Entry));
    public static readonly CodeMap LiteDb = new(typeof(LiteDbStore));
    public static readonly CodeMap Hub = new(typeof(Program));

    private CodeMap(Type inside)
    {
        var module = ModuleDefinition.ReadModule(inside.Assembly.Location);
        Name = module.Assembly.Name.Name;
        References = [.. module.AssemblyReferences.Select(reference => reference.Name)];
        Types = [.. module.GetAllTypes().Where(type => !IsGenerated(Outermost(type).Namespace))];
        Uses = [.. Types.SelectMany(UsesOf).Distinct()];
    }

    public static IReadOnlyList<CodeMap> All => [Core, LiteDb, Hub];

    public string Name { get; }

    /// <summary>The names of the assemblies that it needs.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>All types of ours, nested ones included.</summary>
    public IReadOnlyList<TypeDefinition> Types { get; }

    public IReadOnlyList<Use> Uses { get; }

    /// <summary>The folder that a namespace of ours stands for: its second name; empty: the root, or not ours.</summary>
    public static string FolderOf(string space) => space.Split('.') is ["FeedHub", var folder, ..] ? folder : "";

    // The source generators of .NET write into namespaces of their own.
    private static bool IsGenerated(string space) =>
        space.StartsWith("System.", StringComparison.Ordinal) || space.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static IEnumerable<Use> UsesOf(TypeDefinition type)
    {
        var from = Outermost(type);
        var members = type.Methods.Where(method => method.HasBody).SelectMany(method => method.Body.Instructions)
            .Select(instruction => instruction.Operand)
            .OfType<MemberReference>()
            .Where(member => member is not TypeReference);
        return TypesIn(type).Concat(type.Methods.SelectMany(TypesIn))
            .SelectMany(Parts)
            .Select(named => To(named, null))
            .Concat(members.Where(member => member.DeclaringType is not null).SelectMany(
                member => Parts(member.DeclaringType).Select(named => To(named, member.Name))));

        Use To(TypeReference named, string? member) =>
            new(from.FullName, from.Namespace, named.FullName, Outermost(named).Namespace, member);
    }

    private static IEnumerable<TypeReference?> TypesIn(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
        .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
    ];

    private static IEnumerable<TypeReference?> TypesIn(MethodDefinition method)
    {
        IEnumerable<TypeReference?> signature =
        [
            method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method.CustomAttributes.Select(attribute => attribute.AttributeType),
        ];
        return !method.HasBody ? signature :
        [
            .. signature,
            .. method.Body.Variables.Select(variable => variable.VariableType),
            .. method.Body.ExceptionHandlers.Select(handler => handler.CatchType),
            .. method.Body.Instructions.SelectMany(instruction => instruction.Operand switch
            {
                TypeReference named => [named],
                GenericInstanceMethod call => [call.ReturnType, .. call.GenericArguments],
                MethodReference call => [call.ReturnType],
                FieldReference field => [field.FieldType],
                _ => Enumerable.Empty<TypeReference?>(),
            }),
        ];
    }

    /// <summary>A type and all its arguments, without arrays, references and parameters.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [.. Parts(generic.ElementType), .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } around)
        {
            type = around;
        }

        return type;
    }
}
