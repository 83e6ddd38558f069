using System.Reflection;
using Charthouse.Platform;

namespace Charthouse.Host.Web;

/// <summary>Every refusal that the program knows, read off the assemblies, so that none is forgotten.</summary>
internal static class ProblemCatalogue
{
    private const BindingFlags OfTheType = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>By code. A property's value lies in a field, so fields are enough.</summary>
    public static IReadOnlyList<Problem> All { get; } =
    [
        .. (from assembly in App.Pages.Append(typeof(Problem).Assembly).Append(typeof(ProblemCatalogue).Assembly).Distinct()
            from type in assembly.GetTypes()
            where !type.ContainsGenericParameters
            from field in type.GetFields(OfTheType)
            where field.FieldType == typeof(Problem)
            select (Problem?)field.GetValue(null)).OfType<Problem>().OrderBy(problem => problem.Code, StringComparer.Ordinal),
    ];
}
