using Charthouse.Listen.Surveys.Answering;
using Charthouse.Listen.Surveys.Instruments;
using Charthouse.Listen.Surveys.Results;
using Charthouse.Listen.Surveys.Rounds;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Listen.Surveys;

/// <summary>What surveys bring into the module.</summary>
internal static class SurveyRegistrations
{
    public static IServiceCollection AddSurveys(this IServiceCollection services)
    {
        foreach (var permission in SurveyPermissions.All) services.AddSingleton(permission);
        services.AddSingleton<IRecordKind, RoundKind>();
        services.AddSingleton<IRecordKind, InstrumentKind>();
        services.AddSingleton(RoundKind.Searchable);
        services.AddSingleton<IOwnedRecords, OwnedRounds>();
        services.TryAddSingleton<InstrumentList>();
        services.TryAddSingleton<AddInstrument>();
        services.TryAddSingleton<SaveRound>();
        services.TryAddSingleton<AnswerSurvey>();
        services.TryAddSingleton<CloseRound>();
        services.TryAddSingleton<RoundProgress>();
        services.TryAddSingleton<SurveyResults>();
        services.TryAddSingleton<MakeDemoSurveys>();
        return services;
    }

    public static IServiceCollection AddSurveyPages(this IServiceCollection services)
    {
        services.AddSingleton(new NavigationGroup("Listen", "hearing", 10, [new NavigationItem("Surveys", "surveys", SurveyPermissions.ViewResults)]));
        services.AddSingleton<IPersonalData, PersonalDataOfSurveys>();
        services.AddSingleton<IJobKind, CloseRoundsJob>();
        services.AddSingleton(CloseRoundsJob.Recurring);
        services.AddAnswerLimits();
        services.TryAddSingleton<RoundList>();
        services.TryAddSingleton<AudienceOfRound>();
        services.TryAddSingleton<InvitePeople>();
        services.TryAddSingleton<RemindPeople>();
        return services;
    }

    public static void MapSurveys(this RouteGroupBuilder group)
    {
        var surveys = group.MapGroup("surveys").RequirePermission(SurveyPermissions.ViewResults);
        surveys.MapGet(TableFiles.Route, RoundExport.GetAsync).WithName("ExportSurveys");
        surveys.MapGet("rounds/{id:guid}" + TableFiles.Route, ResultsExport.GetAsync).WithName("ExportSurveyResults");
        surveys.MapGet("rounds/{id:guid}/answered.{format:regex(^(csv|xlsx)$)}", ResultsExport.GetAnsweredAsync).WithName("ExportSurveyProgress");
        surveys.MapGet("instruments" + TableFiles.Route, InstrumentExport.GetAsync).WithName("ExportInstruments");
        surveys.MapGet("instruments/{key}/questionnaire.json", InstrumentExport.GetJsonAsync).WithName("ExportQuestionnaire");
    }
}
