using System.Globalization;
using Charthouse.Access.Organisation;
using CsCheck;

namespace Charthouse.Access.Tests.Organisation;

/// <summary>The rules of the organisation, without a database.</summary>
public sealed class OrganisationTreeTests
{
    private static readonly DateOnly reorganised = new(2025, 7, 1);

    private readonly OrganisationTree tree = new([]);
    private readonly Unit system;
    private readonly Unit north;
    private readonly Unit south;
    private readonly Unit heart;

    public OrganisationTreeTests()
    {
        system = Add(UnitKind.System, "Harbor", null, new(new(2008, 1, 1), null));
        north = Add(UnitKind.Site, "North", system, new(new(2010, 1, 1), null));
        south = Add(UnitKind.Site, "South", system, new(new(2012, 1, 1), null));
        heart = Add(UnitKind.Department, "Heart Center", north, new(new(2015, 1, 1), null));
    }

    [Fact]
    public void Move_LeavesThePastAsItWas()
    {
        Assert.Null(tree.Move(heart, south, reorganised));
        Assert.Equal("North › Heart Center", tree.NameOf(heart, reorganised.AddDays(-1)));
        Assert.Equal("South › Heart Center", tree.NameOf(heart, reorganised));
        Assert.Equal([heart], tree.ChildrenOf(north.Id, reorganised.AddDays(-1)));
        Assert.Empty(tree.ChildrenOf(north.Id, reorganised));
        Assert.Contains(heart.Id, tree.AllIn(south.Id, reorganised));
        Assert.Equal([new Validity(new(2015, 1, 1), null)], heart.Existence());
    }

    [Fact]
    public void Move_RefusesACycle() => Assert.Equal("access.unit-cycle", tree.Move(north, heart, reorganised)?.Code);

    [Fact]
    public void Move_RefusesALargerPartInASmaller()
    {
        var other = Add(UnitKind.Department, "Pediatrics", south, new(new(2015, 1, 1), null));
        Assert.Equal("access.unit-kind", tree.Move(heart, other, reorganised)?.Code);
    }

    [Fact]
    public void Move_RefusesADayBeforeTheNewParentExists() => Assert.Equal("access.unit-outside-parent", tree.Add(UnitKind.Department, "Lab", null, south, new(new(2011, 1, 1), null)).Problems[0].Code);

    [Theory, InlineData("2015-01-01"), InlineData("2014-12-31")]
    public void Move_RefusesADayOnWhichItDoesNotLieThereYet(string day) => Assert.Equal("access.unit-not-there-then", tree.Move(heart, south, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture))?.Code);

    [Fact]
    public void Add_RefusesAnEndOnTheDayOfTheStart() => Assert.Equal("access.unit-ends-before-it-starts", tree.Add(UnitKind.Department, "Lab", null, north, new(reorganised, reorganised)).Problems[0].Code);

    [Fact]
    public void Add_RefusesTheSameNameInTheSamePlaceAtTheSameTime()
    {
        Assert.Equal("access.unit-name-taken", tree.Add(UnitKind.Department, "heart center", null, north, new(reorganised, null)).Problems[0].Code);
        Assert.True(tree.Add(UnitKind.Department, "Heart Center", null, south, new(reorganised, null)).Succeeded);
    }

    [Fact]
    public void End_RefusesWhileSomethingLiesInIt()
    {
        var refused = tree.End(north, reorganised);
        Assert.Equal("access.unit-holds-others", refused?.Code);
        Assert.Contains("Heart Center", refused!.Message, StringComparison.Ordinal);
        Assert.Null(tree.End(heart, reorganised));
        Assert.Null(tree.End(north, reorganised));
        Assert.Null(north.On(reorganised));
        Assert.NotNull(north.On(reorganised.AddDays(-1)));
    }

    [Fact]
    public void State_KeepsWhatWasBefore()
    {
        Assert.True(tree.State(heart, [(south, new(reorganised, null))]));
        Assert.Equal("North › Heart Center", tree.NameOf(heart, reorganised.AddDays(-1)));
        Assert.Equal("South › Heart Center", tree.NameOf(heart, reorganised));
        Assert.False(tree.State(heart, [(south, new(reorganised, null))]));
    }

    [Fact]
    public void EndWithParents_EndsWhatLiesInAnEndedPart()
    {
        tree.State(north, [(system, new(new(2010, 1, 1), reorganised))]);
        Assert.Equal([heart], tree.EndWithParents());
        Assert.Equal(reorganised, heart.Last!.ValidTo);
        Assert.Empty(tree.EndWithParents());
    }

    // Whatever is tried in whatever order, what was accepted keeps the rules on every day.
    [Fact]
    public void AnySequenceOfChanges_KeepsTheRules()
    {
        var days = Gen.Int[0, 12].Select(month => new DateOnly(2020, 1, 1).AddMonths(month));
        var validity = Gen.Select(days.Nullable(), days.Nullable(), (from, to) => new Validity(from, to));
        var step = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9], Gen.Int[-1, 9], validity, days, (what, unit, parent, time, day) => (what, unit, parent, time, day));
        step.List[1, 40].Sample(steps =>
        {
            var sampled = new OrganisationTree([]);
            foreach (var (what, unitIndex, parentIndex, time, day) in steps)
            {
                var units = sampled.Units.ToList();
                var parent = parentIndex < 0 || units.Count == 0 ? null : units[parentIndex % units.Count];
                if (what is 0 or 1 || units.Count == 0) sampled.Add((UnitKind)(unitIndex % 4), $"Unit {units.Count % 5}", null, parent, time);
                else if (what == 2) sampled.Move(units[unitIndex % units.Count], parent, day);
                else sampled.End(units[unitIndex % units.Count], day);
            }

            foreach (var unit in sampled.Units)
            {
                Assert.All(unit.Placements, placement =>
                {
                    Assert.False(placement.Validity.IsEmpty);
                    if (sampled.Find(placement.ParentId) is not { } parent) return;
                    Assert.True(parent.Kind < unit.Kind);
                    Assert.True(parent.Exists(placement.Validity));
                });
                for (var month = -1; month < 14; month++) Assert.True(unit.Placements.Count(placement => placement.Validity.Holds(new DateOnly(2020, 1, 1).AddMonths(month))) <= 1);
            }
        });
    }

    private Unit Add(UnitKind kind, string name, Unit? parent, Validity validity) => tree.Add(kind, name, null, parent, validity).Value;
}
