using Charthouse.Improve.Aims;

namespace Charthouse.Improve.Tests.Aims;

/// <summary>Rules of an aim.</summary>
public sealed class AimTests
{
    [Fact]
    public void Aim_SaysHowMuchAndByWhen()
    {
        var aim = new Aim { Id = Guid.CreateVersion7(), CreatedAt = A.Now };
        Assert.Equal(["DueOn", "Measured", "Owner", "TargetValue", "Title"], aim.Change(new AimForm()).Select(problem => problem.Field!).Order(StringComparer.Ordinal));
        Assert.Empty(aim.Change(A.AimForm()));
        Assert.Equal("Note time per visit from 11.4 to 9.0\u202Fmin by 30 Dec.", AimWords.Sentence(aim, new(2026, 8, 3)));
    }

    [Theory]
    [InlineData("9,5", "form.no-number")]
    [InlineData("1 0", "form.no-number")]
    [InlineData("Infinity", "form.no-number")]
    [InlineData("11.4", "improve.aim-target-is-start")]
    public void Target_IsAnotherNumber(string target, string code)
    {
        var form = A.AimForm();
        form.TargetValue = target;
        Assert.Equal([code], new Aim { Id = Guid.CreateVersion7(), CreatedAt = A.Now }.Change(form).Select(problem => problem.Code));
    }

    [Fact]
    public void WhatIsRefused_ChangesNothing()
    {
        var aim = new Aim { Id = Guid.CreateVersion7(), CreatedAt = A.Now };
        Assert.Empty(aim.Change(A.AimForm()));
        var form = A.AimForm();
        (form.Title, form.Unit) = ("Other", new string('x', 41));
        Assert.Equal("form.text-too-long", Assert.Single(aim.Change(form)).Code);
        Assert.Equal("Note time down", aim.Title);
        Assert.Equal(1, aim.Version);
    }
}
