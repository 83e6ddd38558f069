using System.Threading.RateLimiting;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Listen.PainPoints.Report;

/// <summary>How much one address may send a minute. Beyond it people are asked to wait, and keep what they typed.</summary>
internal sealed class ReportLimits(ListenSettings settings) : IDisposable
{
    /// <summary>Policy of the forms: far beyond what people are asked to wait for, nothing is read any more.</summary>
    public const string Policy = "report";

    private const int HardFactor = 4;

    public static void Configure(RateLimiterOptions options) => options.AddPolicy(Policy, context => HttpMethods.IsPost(context.Request.Method)
        ? RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = HardFactor * context.RequestServices.GetRequiredService<ListenSettings>().PostsPerMinute, Window = TimeSpan.FromMinutes(1) })
        : RateLimitPartition.GetNoLimiter(""));

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetSlidingWindowLimiter(address, _ => new SlidingWindowRateLimiterOptions { PermitLimit = settings.PostsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));

    public bool LetsIn(HttpContext context)
    {
        using var lease = limiter.AttemptAcquire(context.Connection.RemoteIpAddress?.ToString() ?? "");
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}

/// <summary>The pages for the phone: report, thanks, follow. They are no pages of the application, so that they weigh little and need no sign-in.</summary>
internal static class ReportEndpoints
{
    private const string PlaceCookie = "charthouse-place";
    private static readonly Problem expired = new("listen.form-expired", ProblemKind.Invalid, "The page was open for too long. Your words are still here: send them again.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("report", GetAsync).AllowAnonymous().WithName("Report");
        routes.MapPost("report", PostAsync).AllowAnonymous().WithName("SendReport").DisableAntiforgery().RequireRateLimiting(ReportLimits.Policy);
        routes.MapPost("report/voice/{id:guid}", PostVoiceAsync).AllowAnonymous().WithName("AddVoice").DisableAntiforgery().RequireRateLimiting(ReportLimits.Policy);
        routes.MapGet("follow", GetCodeAsync).AllowAnonymous().WithName("FindReport");
        routes.MapGet("follow/{code}", (string code, HttpContext context, Follow follow, CancellationToken cancellationToken) => follow.GetAsync(context, code, null, cancellationToken)).AllowAnonymous().WithName("FollowReport");
        routes.MapPost("follow/{code}", (string code, HttpContext context, Follow follow, CancellationToken cancellationToken) => follow.PostAsync(context, code, null, cancellationToken)).AllowAnonymous().WithName("WriteToTeam").DisableAntiforgery().RequireRateLimiting(ReportLimits.Policy);
        routes.MapGet("follow/by/{key}", (string key, HttpContext context, Follow follow, CancellationToken cancellationToken) => follow.GetAsync(context, null, key, cancellationToken)).AllowAnonymous().WithName("FollowReportByMail");
        routes.MapPost("follow/by/{key}", (string key, HttpContext context, Follow follow, CancellationToken cancellationToken) => follow.PostAsync(context, null, key, cancellationToken)).AllowAnonymous().WithName("WriteToTeamByMail").DisableAntiforgery().RequireRateLimiting(ReportLimits.Policy);
    }

    private static async Task<RazorComponentResult> GetAsync(string? unit, string? place, string? text, HttpContext context, MakeReportView make, CancellationToken cancellationToken) =>
        Page(await make.RunAsync(new ReportForm { Once = PrivateCode.NewNumber(), Text = text, Place = place }, unit, context.Request.Cookies[PlaceCookie], cancellationToken));

    private static async Task<IResult> PostAsync(HttpContext context, ReportPainPoint report, MakeReportView make, ReportLimits limits, CancellationToken cancellationToken)
    {
        var form = await ReadAsync(context, cancellationToken);
        var outcome = !limits.LetsIn(context) ? PainPointProblems.TooMany : await Antiforgery.IsFromOurPageAsync(context) ? await report.RunAsync(form, cancellationToken) : (Outcome<Reported>)expired;
        if (outcome is { Succeeded: true, Value.Code: { } code })
        {
            RememberPlace(context, form);
            return TypedResults.Redirect($"/follow/{code}?thanks=1");
        }

        var view = await make.RunAsync(form, null, null, cancellationToken);
        if (outcome.Succeeded) return Page(view with { Findings = outcome.Value.Findings, Similar = outcome.Value.Similar });
        context.Response.StatusCode = outcome.Problems[0].Kind.ToStatus();
        return Page(view with { Problems = outcome.Problems });
    }

    private static async Task<IResult> PostVoiceAsync(Guid id, HttpContext context, AddVoice addVoice, MakeReportView make, ReportLimits limits, CancellationToken cancellationToken)
    {
        var form = await ReadAsync(context, cancellationToken);
        var outcome = !limits.LetsIn(context) ? PainPointProblems.TooMany : await Antiforgery.IsFromOurPageAsync(context) ? await addVoice.RunAsync(id, form, cancellationToken) : (Outcome<string>)expired;
        if (outcome.Succeeded)
        {
            RememberPlace(context, form);
            return TypedResults.Redirect($"/follow/{outcome.Value}?thanks=1");
        }

        context.Response.StatusCode = outcome.Problems[0].Kind.ToStatus();
        return Page((await make.RunAsync(form, null, null, cancellationToken)) with { Problems = outcome.Problems });
    }

    private static async Task<IResult> GetCodeAsync(string? code, ReadShellState readShell, HttpContext context, IDbContextFactory<WorkbenchDb> dbs, CancellationToken cancellationToken)
    {
        var organisation = (await readShell(cancellationToken)).OrganisationName;
        if (string.IsNullOrWhiteSpace(code)) return new RazorComponentResult<CodePage>(new { Organisation = organisation });
        if (PrivateCode.Hash(code) is { } hash)
        {
            await using var db = await dbs.CreateDbContextAsync(cancellationToken);
            if (await db.Set<Voice>().AnyAsync(v => v.CodeHash == hash, cancellationToken)) return TypedResults.Redirect("/follow/" + Uri.EscapeDataString(code.Trim()));
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return new RazorComponentResult<CodePage>(new { Organisation = organisation, Code = code.Length > 40 ? code[..40] : code, Problem = PainPointProblems.CodeUnknown.Message });
    }

    private static async Task<ReportForm> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType) return new();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        string? Of(string name) => form[name].ToString() is { Length: > 0 } text ? text : null;
        return new ReportForm
        {
            Once = Guid.TryParse(Of("Once"), out var once) ? once : PrivateCode.NewNumber(),
            Text = Of("Text"),
            Place = Of("Place"),
            HowOften = Of("HowOften"),
            AnswerTo = Of("AnswerTo"),
            Anonymity = Of("Anonymity"),
            Identity = Of("Identity"),
            IsSeen = Of("IsSeen") == "true",
        };
    }

    // The place alone: who reports from a shared computer is nobody's business.
    private static void RememberPlace(HttpContext context, ReportForm form) => context.Response.Cookies.Append(PlaceCookie, form.Place is { Length: <= PainPoint.LongestPlace } place ? place : "", new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(180), Path = "/report" });

    private static RazorComponentResult<ReportPage> Page(ReportView view) => new(new { Model = view });
}

/// <summary>Makes what the report page shows.</summary>
internal sealed class MakeReportView(IDirectory directory, ExpectedTime expected, ListenSettings settings, ReadShellState readShell, CurrentActor actor, TimeProvider clock)
{
    private readonly KeptShortly<IReadOnlyList<DirectoryUnit>> kept = new(clock, async cancellationToken => await directory.UnitsAsync((await readShell(cancellationToken)).Today, cancellationToken));

    /// <param name="form">The form; what was typed stays.</param>
    /// <param name="unit">The part of the organisation whose poster was scanned: its id or its code.</param>
    /// <param name="remembered">The place of the last report from this device.</param>
    public async Task<ReportView> RunAsync(ReportForm form, string? unit, string? remembered, CancellationToken cancellationToken)
    {
        var shell = await readShell(cancellationToken);
        var units = await kept.GetAsync(cancellationToken);
        var scanned = unit is null ? null : units.FirstOrDefault(one => one.Id.ToString() == unit || one.Code == unit)?.Name;
        var from = form.Place is not null ? null : scanned is not null ? "the poster" : string.IsNullOrEmpty(remembered) ? null : "this device";
        form.Place ??= scanned ?? (string.IsNullOrEmpty(remembered) ? null : remembered);
        return new ReportView(form, shell.OrganisationName, settings.SafetyContact, units, ReportPainPoint.ReplyDueOn(settings, shell.Today), shell.Today)
        {
            SignedInAs = actor.Now is { IsSignedIn: true, SessionId: not null } by ? by.Name : null,
            Expected = await expected.RunAsync(cancellationToken),
            PlaceFrom = from,
        };
    }
}

/// <summary>The page of somebody who asked: reached by the private code, or by the link of an e-mail.</summary>
internal sealed class Follow(IDbContextFactory<WorkbenchDb> dbs, FollowLinks links, ReadFollow read, WriteToTeam write, RateAnswer rate, ReportLimits limits, ReadShellState readShell)
{
    public async Task<IResult> GetAsync(HttpContext context, string? code, string? key, CancellationToken cancellationToken)
    {
        if (await VoiceAsync(code, key, cancellationToken) is not { } voice || await read.RunAsync(voice, PathOf(code, key), cancellationToken) is not { } view) return await UnknownAsync(context, code, cancellationToken);
        return Page(view with { Code = code, IsThanks = context.Request.Query.ContainsKey("thanks") });
    }

    public async Task<IResult> PostAsync(HttpContext context, string? code, string? key, CancellationToken cancellationToken)
    {
        if (await VoiceAsync(code, key, cancellationToken) is not { } voice) return await UnknownAsync(context, code, cancellationToken);
        var path = PathOf(code, key);
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
        var text = form["Text"].ToString();
        IReadOnlyList<Problem> problems;
        IReadOnlyList<IdentityFinding> findings = [];
        if (!limits.LetsIn(context)) problems = [PainPointProblems.TooMany];
        else if (!await Antiforgery.IsFromOurPageAsync(context)) problems = [Antiforgery.FormExpired];
        else if (FormReader.Choice<AnswerRating>(form["Rating"]) is { } rating) problems = (await rate.RunAsync(voice, rating, cancellationToken)).Problems;
        else
        {
            var outcome = await write.RunAsync(voice, text, form["Identity"], cancellationToken);
            (problems, findings) = (outcome.Problems, outcome.Succeeded ? outcome.Value : []);
        }

        if (problems.Count == 0 && findings.Count == 0) return TypedResults.Redirect("/" + path);
        if (problems.Count > 0) context.Response.StatusCode = problems[0].Kind.ToStatus();
        return Page((await read.RunAsync(voice, path, cancellationToken))! with { Problem = problems is [var first, ..] ? first.Message : null, Findings = findings, Draft = text });
    }

    private async Task<Guid?> VoiceAsync(string? code, string? key, CancellationToken cancellationToken)
    {
        if (key is not null) return links.VoiceOf(key);
        if (PrivateCode.Hash(code) is not { } hash) return null;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Voice>().Where(v => v.CodeHash == hash).Select(v => (Guid?)v.Id).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<IResult> UnknownAsync(HttpContext context, string? code, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return new RazorComponentResult<CodePage>(new { Organisation = (await readShell(cancellationToken)).OrganisationName, Code = code is { Length: <= 40 } ? code : null, Problem = PainPointProblems.CodeUnknown.Message });
    }

    private static string PathOf(string? code, string? key) => key is null ? $"follow/{Uri.EscapeDataString(code!)}" : $"follow/by/{key}";

    // Its forms make it a page that no cache keeps, also behind the back button of a shared computer.
    private static RazorComponentResult<FollowPage> Page(FollowView view) => new(new { Model = view });
}
