using System.Runtime.CompilerServices;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Search;

/// <summary>What a record is found by.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Title">Its name; counts more than the body.</param>
/// <param name="Body">The rest. Nothing that somebody who sees the title may not read.</param>
public sealed record SearchText(Guid RecordId, string Title, string Body);

/// <summary>A kind of record that search finds. A module registers one as a singleton, beside the <see cref="Records.IRecordKind"/> that shows and authorises it.</summary>
public sealed class Searchable
{
    private readonly Func<WorkbenchDb, IAsyncEnumerable<SearchText>> all;

    private Searchable(string kind, string? permission, Type entity, Func<object, SearchText?> read, Func<WorkbenchDb, IAsyncEnumerable<SearchText>> all) =>
        (Kind, Permission, Entity, Read, this.all) = (kind, permission, entity, read, all);

    /// <summary>Kind of the record.</summary>
    public string Kind { get; }

    /// <summary>Without it nobody sees any record of the kind; <c>null</c> when it depends on the record.</summary>
    public string? Permission { get; }

    internal Type Entity { get; }

    internal Func<object, SearchText?> Read { get; }

    /// <summary>Records that are entities of a type.</summary>
    /// <param name="kind">Kind of the record.</param>
    /// <param name="permission">Without it nobody sees any record of the kind; <c>null</c> when it depends on the record.</param>
    /// <param name="read">What one is found by; <c>null</c> for one that is not to be found.</param>
    public static Searchable Of<T>(string kind, string? permission, Func<T, SearchText?> read)
        where T : class
    {
        return new(kind, permission, typeof(T), entity => read((T)entity), AllAsync);

        async IAsyncEnumerable<SearchText> AllAsync(WorkbenchDb db)
        {
            await foreach (var entity in db.Set<T>().AsNoTracking().AsAsyncEnumerable())
            {
                if (read(entity) is { } text) yield return text;
            }
        }
    }

    internal async IAsyncEnumerable<SearchText> AllAsync(WorkbenchDb db, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var text in all(db).WithCancellation(cancellationToken)) yield return text;
    }
}

/// <summary>Pages and other things that are found by name and are no records.</summary>
/// <param name="Kind">Kind, for the filter, such as <c>definition</c>.</param>
/// <param name="Label">What one is called, such as "Definition".</param>
/// <param name="Icon">Icon of the sprite.</param>
/// <param name="Permission">What it takes to see them; <c>null</c> for everybody who is signed in.</param>
/// <param name="All">All of them.</param>
public sealed record SearchPlaces(string Kind, string Label, string Icon, string? Permission, IReadOnlyList<SearchPlace> All);

/// <summary>A page that is found by name.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Text">What else it is found by, and what is shown below its name.</param>
/// <param name="Href">Its address, relative to the base address.</param>
public sealed record SearchPlace(string Title, string Text, string Href);
