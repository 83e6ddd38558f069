using Charthouse.Access.Passwords;

namespace Charthouse.Access.Tests.Passwords;

public sealed class PasswordRulesTests
{
    [Fact]
    public void List_HoldsTensOfThousands() => Assert.True(CommonPasswords.Count > 40_000, $"{CommonPasswords.Count} passwords.");

    [Theory]
    [InlineData("Password2026!!")]
    [InlineData("!!!!!!letmein!!!!!!")]
    [InlineData("dragondragon")]
    [InlineData("DragonDragon99")]
    [InlineData("qwertyuiop12345")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("194501021234567")]
    public void WhatEverybodyTries_IsRefused(string password) => Assert.Contains(PasswordRules.IsCommon, PasswordRules.Faults(password, "x@example.org", ""));

    [Theory]
    [InlineData("a long test password")]
    [InlineData("the gull sits on the crane")]
    [InlineData("kq7m-x2fp-9hwd-tn4s-vv8c")]
    [InlineData("Möwen über dem Hafen")]
    public void WhatNobodyTries_IsFine(string password) => Assert.Empty(PasswordRules.Faults(password, "ines.duarte@example.org", "Harbor Regional Health"));

    [Theory]
    [InlineData("ines.duarte and more", PasswordRules.HasName)]
    [InlineData("INES DUARTE and more", PasswordRules.HasName)]
    [InlineData("my harbor-regional-health", PasswordRules.HasOrganisation)]
    public void WhoOneIs_IsRefused(string password, string fault) => Assert.Equal([fault], PasswordRules.Faults(password, "ines.duarte@example.org", "Harbor Regional Health"));

    [Fact]
    public void Generated_IsLongAndFine()
    {
        var password = GeneratedPassword.Make(5);
        Assert.Equal(24, password.Length);
        Assert.NotEqual(password, GeneratedPassword.Make(5));
        Assert.Empty(PasswordRules.Faults(password, "x@example.org", ""));
    }
}
