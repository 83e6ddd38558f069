using System.ComponentModel.DataAnnotations;

namespace Charthouse.Listen;

/// <summary>Section <c>Listen</c>: what reporters are told, and how much one address may send.</summary>
public sealed class ListenSettings
{
    /// <summary>Whom to call when a patient is at risk now, such as <c>ext. 7233</c>; stands on top of the report page. <c>null</c> leaves a sentence without a number.</summary>
    [MaxLength(60, ErrorMessage = "is longer than 60 characters")]
    public string? SafetyContact { get; set; }

    /// <summary>Working days until a person has written back.</summary>
    [Range(1, 30, ErrorMessage = "is not between 1 and 30")]
    public int ReplyWorkingDays { get; set; } = 2;

    /// <summary>Reports and messages a minute from one address. A whole hospital may stand behind one.</summary>
    [Range(5, 100_000, ErrorMessage = "is not between 5 and 100000")]
    public int PostsPerMinute { get; set; } = 1200;
}
