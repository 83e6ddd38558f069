using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.Search;

/// <summary>What search knows of a record. Written with the record, in the same transaction; can be made anew at any time.</summary>
public sealed class SearchDocument
{
    internal const string TableName = "platform_search_documents";
    internal const int LongestTitle = 400, LongestBody = 20_000, LongestTitleWords = 1000, LongestBodyWords = 40_000;

    /// <summary>Given by the database.</summary>
    public long Id { get; private set; }

    /// <summary>Kind of the record.</summary>
    public required string Kind { get; init; }

    /// <summary>The record.</summary>
    public required Guid RecordId { get; init; }

    /// <summary>Its name.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What else it is found by.</summary>
    public string Body { get; private set; } = "";

    /// <summary>Folded words of the title, with a space between them.</summary>
    public string TitleWords { get; private set; } = "";

    /// <summary>Folded words of the body, with a space between them.</summary>
    public string BodyWords { get; private set; } = "";

    /// <summary>When the record was last written.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    internal void Write(SearchText text, DateTimeOffset at)
    {
        Title = Shortened(text.Title, LongestTitle);
        Body = Shortened(text.Body, LongestBody);
        TitleWords = SearchWords.Join(Title, LongestTitleWords);
        BodyWords = SearchWords.Join(Body, LongestBodyWords);
        ChangedAt = at;
    }

    // Never between the two halves of a character.
    private static string Shortened(string text, int longest) => text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}

internal sealed class SearchDocumentMapping : IEntityTypeConfiguration<SearchDocument>
{
    public void Configure(EntityTypeBuilder<SearchDocument> builder)
    {
        builder.ToTable(SearchDocument.TableName);
        builder.Property(d => d.Id).HasColumnName("id").ValueGeneratedOnAdd();
        builder.Property(d => d.Kind).HasColumnName("kind").HasMaxLength(60);
        builder.Property(d => d.RecordId).HasColumnName("record_id");
        builder.Property(d => d.Title).HasColumnName("title").HasMaxLength(SearchDocument.LongestTitle);
        builder.Property(d => d.Body).HasColumnName("body").HasMaxLength(SearchDocument.LongestBody);
        builder.Property(d => d.TitleWords).HasColumnName("title_words").HasMaxLength(SearchDocument.LongestTitleWords);
        builder.Property(d => d.BodyWords).HasColumnName("body_words").HasMaxLength(SearchDocument.LongestBodyWords);
        builder.Property(d => d.ChangedAt).HasColumnName("changed_at");
        builder.HasIndex(d => new { d.Kind, d.RecordId }).IsUnique();
    }
}
