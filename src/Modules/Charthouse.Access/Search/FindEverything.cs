using Charthouse.Platform.Permissions;
using Charthouse.Platform.Search;
using Charthouse.Ui;

namespace Charthouse.Access.Search;

/// <summary>Finds records, pages and definitions, as far as the signed-in person may see them.</summary>
internal sealed class FindEverything(FindRecords records, IEnumerable<SearchPlaces> places, IEnumerable<NavigationGroup> navigation, CurrentActor actor)
{
    /// <summary>How many of each kind stand on the page that shows all kinds.</summary>
    public const int FewOfEach = 5;

    public const int PageSize = 20;

    public const string PageKind = "page";

    /// <summary>One thing that was found.</summary>
    public sealed record Found(IReadOnlyList<MarkedText> Title, string Href, IReadOnlyList<MarkedText> Snippet, string? State, string? Owner);

    /// <summary>What was found of one kind, and the part of it that is shown.</summary>
    public sealed record Group(string Kind, string Label, string Icon, int Count, IReadOnlyList<Found> Shown);

    /// <param name="Query">What was looked for.</param>
    /// <param name="Groups">Kinds that something was found of; the best answer first.</param>
    /// <param name="IsCut">Whether there may be more records than were looked at.</param>
    public sealed record Answer(SearchQuery Query, IReadOnlyList<Group> Groups, bool IsCut)
    {
        public int Count => Groups.Sum(group => group.Count);
    }

    /// <param name="text">What was typed.</param>
    /// <param name="kind">Show only this kind; <c>null</c> for a few of each.</param>
    /// <param name="page">Page of that kind, from 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Answer> RunAsync(string? text, string? kind, int page, CancellationToken cancellationToken)
    {
        var query = SearchQuery.Read(text);
        if (query.IsEmpty) return new(query, [], false);
        var found = await records.RunAsync(query, cancellationToken);
        List<(int Rank, Group Group)> groups = [];
        foreach (var known in PlacesOf().Where(known => known.Permission is null || actor.Now.May(known.Permission)))
        {
            var hits = (from place in known.All
                        where query.StandsIn(place.Title + "\n" + place.Text)
                        let rank = query.RankOf(place.Title)
                        orderby rank
                        select (Rank: rank, Place: place)).ToList();
            if (hits.Count == 0) continue;
            var shown = Part(hits, known.Kind).Select(hit => new Found(MarkedText.Whole(hit.Place.Title, query), hit.Place.Href, MarkedText.Snippet(hit.Place.Text, query), null, null));
            groups.Add((hits[0].Rank, new Group(known.Kind, known.Label, known.Icon, hits.Count, [.. shown])));
        }

        foreach (var same in found.Hits.GroupBy(hit => hit.Kind, StringComparer.Ordinal))
        {
            var shown = Part([.. same], same.Key).ToList();
            var bodies = await records.ReadBodiesAsync([.. shown.Select(hit => hit.DocumentId)], cancellationToken);
            groups.Add((same.First().Rank, new Group(same.Key, same.First().Label, same.First().Icon, same.Count(),
            [
                .. shown.Select(hit => new Found(MarkedText.Whole(hit.Summary.Title, query), hit.Summary.Href, MarkedText.Snippet(bodies.GetValueOrDefault(hit.DocumentId, ""), query), hit.Summary.State, hit.Summary.Owner)),
            ])));
        }

        return new(query, [.. groups.OrderBy(group => group.Rank).ThenBy(group => group.Group.Label, StringComparer.CurrentCulture).Select(group => group.Group)], found.IsCut);

        IEnumerable<T> Part<T>(List<T> all, string of) => kind is null ? all.Take(FewOfEach) : of == kind ? all.Skip((page - 1) * PageSize).Take(PageSize) : [];
    }

    private IEnumerable<SearchPlaces> PlacesOf() => places.Prepend(new SearchPlaces(PageKind, "Page", "explore", null,
        [.. navigation.SelectMany(group => group.Items.Where(item => item.Permission is null || actor.Now.May(item.Permission)).Select(item => new SearchPlace(item.Title, group.Title, item.Href)))]));
}
