using CsCheck;

namespace Charthouse.AuditActivity.Tests;

public sealed class PopulationAtomsTests
{
    // Few names, so that cells share departments and sites; sizes around five; some people in several cells.
    private static readonly Gen<(PopulationCell[] Cells, int[][] People)> populations =
        Gen.Select(Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 1]), Gen.Int[0, 60].Array[0, 9])
            .Array[0, 14].Select(drawn =>
            {
                var byCell = drawn.DistinctBy(cell => cell.Item1).ToArray();
                return (
                    byCell.Select(cell => new PopulationCell($"site {cell.Item1.Item1}", $"department {cell.Item1.Item2}", $"specialty {cell.Item1.Item3}", $"role {cell.Item1.Item4}")).ToArray(),
                    byCell.Select(cell => cell.Item2.Distinct().ToArray()).ToArray());
            });

    [Fact]
    public void Cut_HasNoSmallAtom() => populations.Sample(population =>
    {
        var atoms = PopulationAtoms.Cut(population.Cells, population.People);
        foreach (var atom in Enumerable.Range(0, atoms.Length).GroupBy(cell => atoms[cell]).Where(atom => atom.Key >= 0))
            Assert.True(atom.SelectMany(cell => population.People[cell]).Distinct().Count() >= 5);
    });

    [Fact]
    public void Cut_LeavesOutNobodyUnlessThereAreTooFew() => populations.Sample(population =>
    {
        var atoms = PopulationAtoms.Cut(population.Cells, population.People);
        var isEnough = population.People.SelectMany(people => people).Distinct().Count() >= 5;
        Assert.All(atoms, (atom, cell) => Assert.Equal(isEnough && population.People[cell].Length > 0, atom >= 0));
    });

    [Fact]
    public void Cut_DoesNotDependOnTheOrderOfCells() => Gen.Select(populations, Gen.Int).Sample((population, seed) =>
    {
        var order = Enumerable.Range(0, population.Cells.Length).ToArray();
        new Random(seed).Shuffle(order);
        var atoms = PopulationAtoms.Cut(population.Cells, population.People);
        var shuffled = PopulationAtoms.Cut([.. order.Select(i => population.Cells[i])], [.. order.Select(i => population.People[i])]);
        Assert.Equal(order.Select(i => atoms[i]), shuffled);
    });

    [Fact]
    public void Cut_LeavesLargeCellsAloneWhenAllAreLarge() => populations.Sample(population =>
    {
        var large = Enumerable.Range(0, population.Cells.Length).Where(i => population.People[i].Length >= 5).ToArray();
        var atoms = PopulationAtoms.Cut([.. large.Select(i => population.Cells[i])], [.. large.Select(i => population.People[i])]);
        Assert.Equal(large.Length, atoms.Distinct().Count());
    });

    [Fact]
    public void Cut_JoinsInsideTheDepartmentFirst()
    {
        PopulationCell[] cells = [new("Main", "Clinic", "Family", "Physician"), new("Main", "Clinic", "Family", "Nurse"), new("Main", "Ward", "Family", "Nurse"), new("North", "Clinic", "Family", "Nurse")];
        Assert.Equal([0, 0, 1, 2], PopulationAtoms.Cut(cells, [People(0, 6), People(10, 2), People(20, 5), People(30, 5)]));
    }

    [Fact]
    public void Cut_JoinsInsideTheSiteWhenTheDepartmentHasNobodyElse()
    {
        PopulationCell[] cells = [new("Main", "Clinic", "Family", "Nurse"), new("Main", "Ward", "Surgery", "Nurse"), new("North", "Clinic", "Family", "Nurse")];
        Assert.Equal([0, 0, 1], PopulationAtoms.Cut(cells, [People(0, 2), People(10, 5), People(20, 5)]));
    }

    [Fact]
    public void Cut_OfTooFewPeople_ShowsNobody() =>
        Assert.Equal([-1, -1], PopulationAtoms.Cut([new("Main", "Clinic", "Family", "Nurse"), new("Main", "Ward", "Family", "Nurse")], [People(0, 2), People(10, 2)]));

    private static int[] People(int first, int count) => [.. Enumerable.Range(first, count)];
}
