namespace Charthouse.AuditActivity;

/// <summary>People of one site, department, specialty and role. A group without a name is its own, named by the empty text.</summary>
/// <param name="Site">Site.</param>
/// <param name="Department">Department; the same name at two sites means two departments.</param>
/// <param name="Specialty">Specialty.</param>
/// <param name="Role">Role.</param>
public readonly record struct PopulationCell(string Site, string Department, string Specialty, string Role) : IComparable<PopulationCell>
{
    /// <summary>Orders cells by their names, so that a cut does not depend on the order of its input.</summary>
    public int CompareTo(PopulationCell other)
    {
        var order = string.CompareOrdinal(Site, other.Site);
        if (order == 0) order = string.CompareOrdinal(Department, other.Department);
        if (order == 0) order = string.CompareOrdinal(Specialty, other.Specialty);
        return order == 0 ? string.CompareOrdinal(Role, other.Role) : order;
    }

    /// <summary>Whether one cell stands before another.</summary>
    public static bool operator <(PopulationCell left, PopulationCell right) => left.CompareTo(right) < 0;

    /// <summary>Whether one cell stands before another or is the same.</summary>
    public static bool operator <=(PopulationCell left, PopulationCell right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one cell stands after another.</summary>
    public static bool operator >(PopulationCell left, PopulationCell right) => left.CompareTo(right) > 0;

    /// <summary>Whether one cell stands after another or is the same.</summary>
    public static bool operator >=(PopulationCell left, PopulationCell right) => left.CompareTo(right) >= 0;
}

/// <summary>
/// Cuts the people of a week once into atoms of five and more (docs/adr/0014). When every figure that anybody sees is a sum over whole atoms, then so is every
/// difference of two such figures, and no subtraction of one filter from another leads to fewer than five people.
/// </summary>
public static class PopulationAtoms
{
    /// <summary>
    /// Joins cells of fewer than <paramref name="smallest"/> people with a neighbour inside the department, failing that inside the site, failing that anywhere:
    /// the smallest first, and with the neighbour that is most alike (specialty, then role), then smallest, then first by name.
    /// </summary>
    /// <param name="cells">Cells, each once.</param>
    /// <param name="people">For each cell the people in it, by number; a person who changed groups stands in several. A cell of nobody belongs to no atom.</param>
    /// <param name="smallest">Fewest people of an atom.</param>
    /// <returns>For each cell the number of its atom, from 0; -1 for a cell of nobody, and for all cells when there are too few people for one atom.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static int[] Cut(IReadOnlyList<PopulationCell> cells, IReadOnlyList<IReadOnlyCollection<int>> people, int smallest = GroupMeasures.SmallestGroup)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(people);
        if (cells.Count != people.Count) throw new ArgumentException("Each cell needs its people.", nameof(people));

        var atoms = Enumerable.Range(0, cells.Count).Where(i => people[i].Count > 0).OrderBy(i => cells[i]).Select(i => new Atom(cells[i], i, people[i])).ToList();
        while (atoms.Count > 1 && atoms.Where(atom => atom.People.Count < smallest).MinBy(atom => atom.People.Count) is { } small)
        {
            var neighbour = atoms.Where(atom => atom != small)
                .OrderByDescending(atom => Nearness(small, atom)).ThenBy(atom => atom.People.Count).ThenBy(atom => atom.First).First();
            // The joined atom keeps the place of the first by name, so that ties are broken alike whatever was joined before.
            var (keeps, goes) = small.First < neighbour.First ? (small, neighbour) : (neighbour, small);
            keeps.Join(goes);
            atoms.Remove(goes);
        }

        var numbers = new int[cells.Count];
        Array.Fill(numbers, -1);
        for (var number = 0; number < atoms.Count; number++)
        {
            if (atoms[number].People.Count < smallest) break;
            foreach (var cell in atoms[number].Cells) numbers[cell] = number;
        }

        return numbers;
    }

    private static int Nearness(Atom one, Atom other) =>
        (one.Departments.Overlaps(other.Departments) ? 8 : 0) + (one.Sites.Overlaps(other.Sites) ? 4 : 0)
        + (one.Specialties.Overlaps(other.Specialties) ? 2 : 0) + (one.Roles.Overlaps(other.Roles) ? 1 : 0);

    private sealed class Atom(PopulationCell first, int cell, IReadOnlyCollection<int> people)
    {
        public PopulationCell First { get; } = first;

        public List<int> Cells { get; } = [cell];

        public HashSet<int> People { get; } = [.. people];

        public HashSet<string> Sites { get; } = [first.Site];

        public HashSet<(string Site, string Department)> Departments { get; } = [(first.Site, first.Department)];

        public HashSet<string> Specialties { get; } = [first.Specialty];

        public HashSet<string> Roles { get; } = [first.Role];

        public void Join(Atom other)
        {
            Cells.AddRange(other.Cells);
            People.UnionWith(other.People);
            Sites.UnionWith(other.Sites);
            Departments.UnionWith(other.Departments);
            Specialties.UnionWith(other.Specialties);
            Roles.UnionWith(other.Roles);
        }
    }
}
