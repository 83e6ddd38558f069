using Charthouse.Access.Accounts;
using Charthouse.Access.Organisation;
using Charthouse.Access.Orphaned;
using Charthouse.Access.People;
using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Access;

/// <summary>The directory of people and the organisation, on both stores.</summary>
public sealed class DirectoryTests
{
    private static readonly DateOnly opened = new(2020, 1, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Duplicates_AreRefusedAndNameThePerson(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var add = Get<AddPerson>(workbench);
        var ada = (await add.RunAsync("Ada Anchor", "ada@example.org", "U1", null, Token)).Value;
        await Get<ArchivePerson>(workbench).RunAsync(ada, isArchived: true, "Left", Token);
        var refused = await add.RunAsync("Another Ada", "ADA@Example.org", "U1", null, Token);
        Assert.Equal(["access.person-email-taken", "access.person-log-user-taken"], refused.Problems.Select(problem => problem.Code));
        Assert.All(refused.Problems, problem => Assert.Contains("Ada Anchor, who is archived", problem.Message, StringComparison.Ordinal));
        // Another case is another user of the log.
        Assert.True((await add.RunAsync("Una", null, "u1", null, Token)).Succeeded);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task TwoAddsAtTheSameMoment_MakeOnePerson(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var add = Get<AddPerson>(workbench);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(() => add.RunAsync($"Ada {i}", "ada@example.org", null, null, Token), Token)));
        var refused = Assert.Single(both, outcome => !outcome.Succeeded);
        Assert.Contains(refused.Problems[0].Code, (string[])["access.person-just-saved", "access.person-email-taken"]);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task TheSecondEditor_IsToldAboutTheFirst(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var id = (await Get<AddPerson>(workbench).RunAsync("Ada", "ada@example.org", null, null, Token)).Value;
        var edit = Get<EditPerson>(workbench);
        var version = await VersionAsync(workbench, id);
        Assert.True((await edit.RunAsync(id, version, "Ada Anchor", "ada@example.org", null, null, Token)).Succeeded);
        Assert.Equal("platform.changed-meanwhile", (await edit.RunAsync(id, version, "Ada Beacon", "ada@example.org", null, null, Token)).Problems[0].Code);
        Assert.True((await edit.RunAsync(id, version + 1, "Ada Beacon", "ada@example.org", null, null, Token)).Succeeded);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Assignment_KeepsItsRules(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var (site, ward) = await OrganisationAsync(workbench);
        var ada = (await Get<AddPerson>(workbench).RunAsync("Ada", "ada@example.org", null, null, Token)).Value;
        var save = Get<SaveAssignment>(workbench);
        async Task<string?> Try(SaveAssignment.Form form) => (await save.RunAsync(ada, null, form, Token)) is { Succeeded: false } refused ? refused.Problems[0].Code : null;
        Assert.Equal("access.assignment-ends-before-it-starts", await Try(new(0, "Nurse", null, ward, opened.AddDays(9), opened.AddDays(9), null)));
        Assert.Equal("access.assignment-outside-unit", await Try(new(0, "Nurse", null, ward, opened.AddDays(-1), null, null)));
        Assert.Equal("access.assignment-unit-missing", await Try(new(0, "Nurse", null, null, opened, null, null)));
        Assert.Equal("access.assignment-role-missing", await Try(new(0, " ", null, ward, opened, null, null)));
        Assert.Equal("access.assignment-delegate-unknown", await Try(new(0, "Nurse", null, ward, opened, null, "ben@example.org")));
        Assert.Equal("access.assignment-own-delegate", await Try(new(0, "Nurse", null, ward, opened, null, "ada@example.org")));
        Assert.Null(await Try(new(0, "Nurse", null, ward, opened, opened.AddYears(1), null)));
        Assert.Equal("access.assignment-twice", await Try(new(0, "nurse", null, ward, opened.AddMonths(6), null, null)));
        Assert.Null(await Try(new(0, "nurse", null, ward, opened.AddYears(1), null, null)));
        Assert.Null(await Try(new(0, "Nurse", null, site, null, null, null)));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task EndedUnit_EndsItsAssignments_WithHistory(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var (_, ward) = await OrganisationAsync(workbench);
        var ada = (await Get<AddPerson>(workbench).RunAsync("Ada", null, "U1", null, Token)).Value;
        await Get<SaveAssignment>(workbench).RunAsync(ada, null, new(0, "Nurse", null, ward, opened, null, null), Token);
        await Get<SaveAssignment>(workbench).RunAsync(ada, null, new(0, "Physician", null, ward, opened.AddYears(30), null, null), Token);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var version = (await db.Set<Unit>().AsNoTracking().SingleAsync(u => u.Id == ward, Token)).Version;
        Assert.True((await Get<EndUnit>(workbench).RunAsync(ward, version, new DateOnly(2026, 1, 1), null, Token)).Succeeded);
        Assert.Equal(new DateOnly(2026, 1, 1), (await db.Set<Assignment>().AsNoTracking().SingleAsync(Token)).ValidTo);
        var entries = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Reason == "Ward ended").Select(e => e.Kind + " " + e.Change).ToListAsync(Token);
        Assert.Equal(["organisation-unit Changed", "person Changed", "person Removed"], entries.Order(StringComparer.Ordinal));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Move_KeepsBothPlacements(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var (_, ward) = await OrganisationAsync(workbench);
        var other = (await Get<AddUnit>(workbench).RunAsync(UnitKind.Site, "South", null, null, new(opened, null), Token)).Value;
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var version = (await db.Set<Unit>().AsNoTracking().SingleAsync(u => u.Id == ward, Token)).Version;
        Assert.True((await Get<MoveUnit>(workbench).RunAsync(ward, version, other, new DateOnly(2025, 7, 1), "Reorganisation", Token)).Succeeded);
        var tree = await OrganisationTree.ReadOnlyAsync(db, Token);
        Assert.Equal(["North › Ward", "South › Ward"], new[] { new DateOnly(2025, 6, 30), new DateOnly(2025, 7, 1) }.Select(day => tree.NameOf(tree.Find(ward)!, day)));
        Assert.Equal("platform.changed-meanwhile", (await Get<EndUnit>(workbench).RunAsync(ward, version, new DateOnly(2026, 1, 1), null, Token)).Problems[0].Code);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task WhatPeopleWhoLeftHold_IsOrphanedAtOnce(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var (_, ward) = await OrganisationAsync(workbench);
        var ada = (await Get<AddPerson>(workbench).RunAsync("Ada", "ada@example.org", null, null, Token)).Value;
        var ben = (await Get<AddPerson>(workbench).RunAsync("Ben", "ben@example.org", null, null, Token)).Value;
        await Get<SaveAssignment>(workbench).RunAsync(ada, null, new(0, "Nurse", null, ward, opened, null, null), Token);
        await Get<SaveAssignment>(workbench).RunAsync(ben, null, new(0, "Physician", null, ward, opened, null, "ada@example.org"), Token);
        await Get<SaveAssignment>(workbench).RunAsync(ada, null, new(0, "Trainee", null, ward, opened, opened.AddYears(1), null), Token);
        var orphaned = Get<OrphanedHoldings>(workbench);
        Assert.Empty(await orphaned.ReadAsync(Token));
        await Get<ArchivePerson>(workbench).RunAsync(ada, isArchived: true, "Left the hospital", Token);
        Assert.Equal(["Ada archived Assignment Nurse, Ward", "Ada archived Delegate for Ben, Physician, Ward"], (await orphaned.ReadAsync(Token)).Select(row => $"{row.Person} {row.Why} {row.Held.Holding} {row.Held.Title}"));

        await Get<ArchivePerson>(workbench).RunAsync(ada, isArchived: false, "Came back", Token);
        Assert.Empty(await orphaned.ReadAsync(Token));
        var account = (await Get<CreateAccount>(workbench).RunAsync("ben@example.org", "Ben", ServedWorkbench.Password, ["clinician"], ben, Token)).Value;
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        (await db.Set<Account>().SingleAsync(a => a.Id == account, Token)).DeactivatedAt = TimeProvider.System.GetUtcNow();
        await db.SaveChangesAsync(Token);
        Assert.Equal(["Ben account deactivated Assignment Physician, Ward"], (await orphaned.ReadAsync(Token)).Select(row => $"{row.Person} {row.Why} {row.Held.Holding} {row.Held.Title}"));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Search_FindsWithoutCaseAndAccents(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await Get<AddPerson>(workbench).RunAsync("Zoë Muñoz", "zoe_100%@example.org", "U'1", null, Token);
        await Get<AddPerson>(workbench).RunAsync("Adam Zo", null, null, null, Token);
        async Task<string> Find(string? text, string? sort = null) => string.Join(", ", (await Get<PeopleList>(workbench).ReadAsync(new PeopleFilter(text, null, null, null, null, null, sort), 1, Token)).Rows.Select(row => row.Name));
        Assert.Equal("Zoë Muñoz", await Find("MUNOZ zoe"));
        Assert.Equal("Zoë Muñoz", await Find("100%@"));
        Assert.Equal("Zoë Muñoz", await Find("u'1"));
        Assert.Equal("", await Find("%x%"));
        Assert.Equal("Adam Zo, Zoë Muñoz", await Find(null));
        Assert.Equal("Zoë Muñoz, Adam Zo", await Find(null, "-name"));
        Assert.Equal("Zoë Muñoz, Adam Zo", await Find(null, "-email"));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Records_AreShownOnlyToThoseWhoMaySeePeople(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var (_, ward) = await OrganisationAsync(workbench);
        var ada = (await Get<AddPerson>(workbench).RunAsync("Ada", null, "U1", null, Token)).Value;
        var kinds = workbench.Services.GetServices<IRecordKind>().ToDictionary(k => k.Kind);
        var actor = Get<CurrentActor>(workbench);
        using (actor.Begin(new Actor(Guid.CreateVersion7(), null, "Reader", new HashSet<string> { "people.view" })))
        {
            Assert.Equal("Ada", (await kinds["person"].SummariseAsync([ada, Guid.CreateVersion7()], Token)).Single().Value.Title);
            Assert.Equal($"organisation/{ward}", (await kinds["organisation-unit"].SummariseAsync([ward], Token)).Single().Value.Href);
        }

        using (actor.Begin(new Actor(Guid.CreateVersion7(), null, "Stranger", new HashSet<string>()))) Assert.Empty(await kinds["person"].SummariseAsync([ada], Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task LogUsers_AreComparedWithPeople_InBothDirections(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        foreach (var user in (string[])["U1", "U2", "u3"]) await Get<AddUnit>(workbench).RunAsync(UnitKind.Site, user, null, null, Validity.Always, Token);
        var add = Get<AddPerson>(workbench);
        await add.RunAsync("Ada", null, "U1", null, Token);
        await add.RunAsync("Cleo", null, "U3", null, Token);
        await add.RunAsync("Dana", null, null, null, Token);
        var links = new LogUserLinks(workbench.Dbs, new NamesOfUnits());
        var answer = await links.ReadAsync(isReverse: false, 1, Token);
        Assert.Equal(["U2", "u3"], answer.Users);
        Assert.Equal((3, 2, 2), (answer.InLog, answer.Unlinked, answer.WithoutUser));
        Assert.Equal(["Cleo", "Dana"], (await links.ReadAsync(isReverse: true, 1, Token)).People.Select(person => person.Name));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task EveryChange_IsSeenAtTheNextLook(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var (site, ward) = await OrganisationAsync(workbench);
        var ada = (await Get<AddPerson>(workbench).RunAsync("Ada Anchor", "ada@example.org", "U1", null, Token)).Value;
        Assert.Equal("Ada Anchor:", await ListAsync());
        await Get<SaveAssignment>(workbench).RunAsync(ada, null, new(0, "Nurse", null, ward, opened, null, null), Token);
        Assert.Equal("Ada Anchor: Nurse in Ward, North", await ListAsync());

        // What another process writes is seen too, because it leaves the same trace.
        await WriteAsync(async db => (await db.Set<Person>().SingleAsync(p => p.Id == ada, Token)).Name = "Ada Bell");
        Assert.Equal("Ada Bell: Nurse in Ward, North", await ListAsync());
        await WriteAsync(async db => (await db.Set<Assignment>().SingleAsync(a => a.PersonId == ada, Token)).Role = "Physician");
        Assert.Equal("Ada Bell: Physician in Ward, North", await ListAsync());
        Assert.True((await Get<RenameUnit>(workbench).RunAsync(site, await UnitVersionAsync(site), "South", "N", Token)).Succeeded);
        Assert.Equal("Ada Bell: Physician in Ward, South", await ListAsync());
        await WriteAsync(async db => db.Remove(await db.Set<Assignment>().SingleAsync(a => a.PersonId == ada, Token)));
        Assert.Equal("Ada Bell:", await ListAsync());

        // What concerns neither people nor units costs no reading.
        var kept = await Get<KeptPeople>(workbench).ReadAsync(Token);
        (await workbench.SignInAsync(BuiltInRoles.Auditor)).Dispose();
        Assert.Same(kept, await Get<KeptPeople>(workbench).ReadAsync(Token));
        await Get<ArchivePerson>(workbench).RunAsync(ada, isArchived: true, "Left", Token);
        Assert.Equal("", await ListAsync());

        async Task<string> ListAsync() => string.Join("; ", (await Get<PeopleList>(workbench).ReadAsync(new("ada", null, null, null, null, null, null), 1, Token)).Rows
            .Select(row => $"{row.Name}: {string.Join(", ", row.Assignments.Select(held => $"{held.Role} in {held.Unit}, {held.Site}"))}".TrimEnd()));

        async Task<int> UnitVersionAsync(Guid unit)
        {
            await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
            return await db.Set<Unit>().Where(u => u.Id == unit).Select(u => u.Version).SingleAsync(Token);
        }

        async Task WriteAsync(Func<WorkbenchDb, Task> change)
        {
            await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
            db.Reason = "Seen at once?";
            await change(db);
            await db.SaveChangesAsync(Token);
        }
    }

    // A log whose users are called like the parts of the organisation: any table will do for a port that answers with a question.
    private sealed class NamesOfUnits : ILogUsers
    {
        public IQueryable<string> UsersIn(WorkbenchDb db) => db.Set<Unit>().Select(unit => unit.Name);
    }

    private static T Get<T>(ServedWorkbench workbench)
        where T : notnull => workbench.Services.GetRequiredService<T>();

    private static async Task<int> VersionAsync(ServedWorkbench workbench, Guid person)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<Person>().Where(p => p.Id == person).Select(p => p.Version).SingleAsync(Token);
    }

    private static async Task<(Guid Site, Guid Ward)> OrganisationAsync(ServedWorkbench workbench)
    {
        var add = Get<AddUnit>(workbench);
        var site = (await add.RunAsync(UnitKind.Site, "North", "N", null, new(opened, null), Token)).Value;
        return (site, (await add.RunAsync(UnitKind.Department, "Ward", null, site, Validity.Always, Token)).Value);
    }
}
