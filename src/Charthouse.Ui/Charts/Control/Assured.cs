namespace Charthouse.Ui;

/// <summary>What a process, left as it is, does with its target.</summary>
public enum Assured { Pass, Fail, HitOrMiss }
