using System.IO.Compression;
using System.Text;

namespace Charthouse.Platform.Files;

/// <summary>A type of file that may be attached. The ending declares it, the content has to fit.</summary>
/// <param name="Ending">With its dot.</param>
/// <param name="ContentType">As it is served.</param>
/// <param name="Words">"a PDF document"</param>
public sealed record FileType(string Ending, string ContentType, string Words)
{
    private const int HeadBytes = 64 << 10;

    private static readonly byte[] zip = "PK\u0003\u0004"u8.ToArray();

    private static readonly FileType docx = new(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a Word document");
    private static readonly FileType xlsx = new(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "an Excel workbook");
    private static readonly FileType pptx = new(".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "a PowerPoint presentation");
    private static readonly FileType odt = new(".odt", "application/vnd.oasis.opendocument.text", "an OpenDocument text");
    private static readonly FileType ods = new(".ods", "application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet");
    private static readonly FileType odp = new(".odp", "application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation");
    private static readonly FileType pdf = new(".pdf", "application/pdf", "a PDF document");
    private static readonly FileType png = new(".png", "image/png", "a PNG image");
    private static readonly FileType jpg = new(".jpg", "image/jpeg", "a JPEG image");
    private static readonly FileType gif = new(".gif", "image/gif", "a GIF image");
    private static readonly FileType webp = new(".webp", "image/webp", "a WebP image");
    private static readonly FileType txt = new(".txt", "text/plain; charset=utf-8", "plain text");

    /// <summary>Every type. No web pages, no SVG, no archives, no programs.</summary>
    public static IReadOnlyList<FileType> All { get; } =
    [
        pdf, docx, xlsx, pptx, odt, ods, odp, png, jpg, jpg with { Ending = ".jpeg" }, gif, webp,
        txt, new(".csv", "text/csv; charset=utf-8", "a CSV table"), new(".md", "text/markdown; charset=utf-8", "a Markdown text"),
    ];

    /// <summary>Endings as an input of a form takes them.</summary>
    public static string Accept { get; } = string.Join(',', All.Select(type => type.Ending));

    private bool IsText => ContentType.StartsWith("text/", StringComparison.Ordinal);

    /// <summary>The type that a file's ending declares, if its content fits.</summary>
    /// <param name="fileName">Name with its ending.</param>
    /// <param name="content">The content; it is read from its start.</param>
    public static Outcome<FileType> Of(string fileName, Stream content)
    {
        var ending = Path.GetExtension(fileName);
        if (All.FirstOrDefault(type => type.Ending.Equals(ending, StringComparison.OrdinalIgnoreCase)) is not { } declared)
            return FileProblems.UnknownType(fileName, string.Join(", ", All.Select(type => type.Ending[1..])));
        content.Position = 0;
        var buffer = new byte[(int)Math.Min(HeadBytes, content.Length)];
        content.ReadExactly(buffer);
        var (found, words) = Look(buffer, content);
        if (found is null && words.Length == 0) return FileProblems.Macros;
        return found is not null && (found.ContentType == declared.ContentType || (found.IsText && declared.IsText)) ? declared : FileProblems.Lies(fileName, declared.Words, words);
    }

    /// <summary>What a content looks like: a type that may be attached, or words for what may not. Neither: a document with macros.</summary>
    private static (FileType? Type, string Words) Look(ReadOnlySpan<byte> head, Stream content)
    {
        if (head.StartsWith("%PDF-"u8)) return Known(pdf);
        if (head.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return Known(png);
        if (head.StartsWith<byte>([0xFF, 0xD8, 0xFF])) return Known(jpg);
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)) return Known(gif);
        if (head.Length > 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8)) return Known(webp);
        if (head.StartsWith(zip)) return LookIntoZip(content);
        if (head.StartsWith("MZ"u8)) return (null, "a Windows program");
        if (head.StartsWith("\u007fELF"u8)) return (null, "a Linux program");
        if (head.StartsWith<byte>([0xCF, 0xFA, 0xED, 0xFE]) || head.StartsWith<byte>([0xCA, 0xFE, 0xBA, 0xBE])) return (null, "a program");
        if (head.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0])) return (null, "a document of an old Office version");
        if (head.StartsWith<byte>([0x1F, 0x8B]) || head.StartsWith("7z"u8) || head.StartsWith("Rar!"u8)) return (null, "an archive");
        if (!IsTextual(head)) return (null, "something else");
        var start = Encoding.UTF8.GetString(head[..Math.Min(head.Length, 1024)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (start.StartsWith("#!", StringComparison.Ordinal)) return (null, "a script");
        if (Array.Exists(["<!doctype", "<html", "<script", "<svg", "<?xml", "<head", "<body", "<iframe"], tag => start.StartsWith(tag, StringComparison.OrdinalIgnoreCase))) return (null, "a web page");
        return Known(txt);
    }

    private static (FileType? Type, string Words) LookIntoZip(Stream content)
    {
        try
        {
            content.Position = 0;
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Any(entry => entry.Name.Equals("vbaProject.bin", StringComparison.OrdinalIgnoreCase))) return (null, "");
            if (archive.GetEntry("word/document.xml") is not null) return Known(docx);
            if (archive.GetEntry("xl/workbook.xml") is not null) return Known(xlsx);
            if (archive.GetEntry("ppt/presentation.xml") is not null) return Known(pptx);
            if (archive.GetEntry("mimetype") is { Length: < 100 } mimetype)
            {
                using var reader = new StreamReader(mimetype.Open(), Encoding.ASCII);
                var said = reader.ReadToEnd().Trim();
                if (Array.Find([odt, ods, odp], type => type.ContentType == said) is { } type) return Known(type);
            }

            return archive.GetEntry("META-INF/MANIFEST.MF") is not null ? (null, "a Java program") : (null, "a ZIP archive");
        }
        catch (InvalidDataException)
        {
            return (null, "a broken ZIP archive");
        }
    }

    private static (FileType? Type, string Words) Known(FileType type) => (type, type.Words);

    private static bool IsTextual(ReadOnlySpan<byte> head)
    {
        foreach (var letter in head)
        {
            if (letter is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C) or 0x7F) return false;
        }

        return true;
    }
}
