using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charthouse.Store.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Thread : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "decide_capacities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    quarter = table.Column<int>(type: "integer", nullable: false),
                    hours = table.Column<int>(type: "integer", nullable: false),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_capacities", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "decide_committees",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    purpose = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    quorum_percent = table.Column<int>(type: "integer", nullable: false),
                    is_strict = table.Column<bool>(type: "boolean", nullable: false),
                    majority = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    required_roles = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    most_of_one_organisation_percent = table.Column<int>(type: "integer", nullable: true),
                    authority_level = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_committees", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "decide_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    submission_key = table.Column<Guid>(type: "uuid", nullable: false),
                    requester_id = table.Column<Guid>(type: "uuid", nullable: true),
                    requester_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    problem = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    who_suffers = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    people_count = table.Column<int>(type: "integer", nullable: true),
                    place = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    how_often = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    seconds_each = table.Column<double>(type: "double precision", nullable: true),
                    harm = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    workaround = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    evidence = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    desired_state = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    needed_by = table.Column<DateOnly>(type: "date", nullable: true),
                    deadline_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    systems = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    patient_impact = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    equity_impact = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    sponsor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    duplicates = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    outcome_reason = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    deferred_until = table.Column<DateOnly>(type: "date", nullable: true),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    effort_hours = table.Column<int>(type: "integer", nullable: true),
                    crosses_departments = table.Column<bool>(type: "boolean", nullable: true),
                    touches_orders = table.Column<bool>(type: "boolean", nullable: true),
                    score_override = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    override_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    appealed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    appeal_reason = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "decide_scales",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_scales", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deliver_projects",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    change = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false, collation: "C"),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    state_since = table.Column<DateOnly>(type: "date", nullable: false),
                    departments = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliver_projects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "listen_pain_points",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C"),
                    place = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    how_often = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    reported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    once = table.Column<Guid>(type: "uuid", nullable: false),
                    reply_due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    replied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true, collation: "C"),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    impact = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    urgency = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    harm_category = table.Column<string>(type: "character varying(1)", maxLength: 1, nullable: true, collation: "C"),
                    priority = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    resolve_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_safety = table.Column<bool>(type: "boolean", nullable: false),
                    systems = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    departments = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    seconds_each_time = table.Column<double>(type: "double precision", nullable: true),
                    times_a_day = table.Column<double>(type: "double precision", nullable: true),
                    people_count = table.Column<int>(type: "integer", nullable: true),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    next_on = table.Column<DateOnly>(type: "date", nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    merged_into_id = table.Column<Guid>(type: "uuid", nullable: true),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reopened_count = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_pain_points", x => x.id);
                    table.ForeignKey(
                        name: "FK_listen_pain_points_listen_pain_points_merged_into_id",
                        column: x => x.merged_into_id,
                        principalTable: "listen_pain_points",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "listen_survey_answers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    group_id = table.Column<Guid>(type: "uuid", nullable: true),
                    numbers = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_survey_answers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "listen_survey_instruments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    json = table.Column<string>(type: "character varying(400000)", maxLength: 400000, nullable: false, collation: "C"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_survey_instruments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "listen_survey_invitations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false, collation: "C"),
                    group_id = table.Column<Guid>(type: "uuid", nullable: true),
                    is_used = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_survey_invitations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "listen_survey_rounds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    introduction = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    instrument_key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    questionnaire = table.Column<string>(type: "character varying(400000)", maxLength: 400000, nullable: true, collation: "C"),
                    opens_on = table.Column<DateOnly>(type: "date", nullable: false),
                    closes_on = table.Column<DateOnly>(type: "date", nullable: false),
                    source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    role = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    specialty = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    department = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    addresses = table.Column<string>(type: "character varying(400000)", maxLength: 400000, nullable: true, collation: "C"),
                    grouped_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    invited_count = table.Column<int>(type: "integer", nullable: false),
                    invited_on = table.Column<DateOnly>(type: "date", nullable: true),
                    reminded_on = table.Column<DateOnly>(type: "date", nullable: true),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_survey_rounds", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "listen_survey_texts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    link_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_survey_texts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "decide_committee_members",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    committee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    organisation = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_committee_members", x => x.id);
                    table.ForeignKey(
                        name: "FK_decide_committee_members_decide_committees_committee_id",
                        column: x => x.committee_id,
                        principalTable: "decide_committees",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decide_clarifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    question = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false, collation: "C"),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    asked_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    reply = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    replied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    replied_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    replied_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_clarifications", x => x.id);
                    table.ForeignKey(
                        name: "FK_decide_clarifications_decide_requests_request_id",
                        column: x => x.request_id,
                        principalTable: "decide_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decide_decisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    submission_key = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: true),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    question = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    body = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    deferred_until = table.Column<DateOnly>(type: "date", nullable: true),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    rationale = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    evidence = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    dissent = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    amount_minor = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true, collation: "C"),
                    initiative = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true, collation: "C"),
                    risk = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    effective_on = table.Column<DateOnly>(type: "date", nullable: true),
                    review_months = table.Column<int>(type: "integer", nullable: false),
                    supersedes_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    yes_count = table.Column<int>(type: "integer", nullable: true),
                    no_count = table.Column<int>(type: "integer", nullable: true),
                    abstain_count = table.Column<int>(type: "integer", nullable: true),
                    recused_count = table.Column<int>(type: "integer", nullable: true),
                    proposed_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    proposed_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    review_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_decisions", x => x.id);
                    table.ForeignKey(
                        name: "FK_decide_decisions_decide_decisions_supersedes_id",
                        column: x => x.supersedes_id,
                        principalTable: "decide_decisions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_decide_decisions_decide_requests_request_id",
                        column: x => x.request_id,
                        principalTable: "decide_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decide_request_states",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    left_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_request_states", x => x.id);
                    table.ForeignKey(
                        name: "FK_decide_request_states_decide_requests_request_id",
                        column: x => x.request_id,
                        principalTable: "decide_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decide_scores",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rater_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rater_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    criterion = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    level = table.Column<int>(type: "integer", nullable: false),
                    scored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_scores", x => x.id);
                    table.ForeignKey(
                        name: "FK_decide_scores_decide_requests_request_id",
                        column: x => x.request_id,
                        principalTable: "decide_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decide_scale_criteria",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    scale_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    title = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    weight = table.Column<int>(type: "integer", nullable: false),
                    levels = table.Column<string>(type: "character varying(966)", maxLength: 966, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_scale_criteria", x => x.id);
                    table.ForeignKey(
                        name: "FK_decide_scale_criteria_decide_scales_scale_id",
                        column: x => x.scale_id,
                        principalTable: "decide_scales",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deliver_checklist_items",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    done_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    done_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliver_checklist_items", x => x.id);
                    table.ForeignKey(
                        name: "FK_deliver_checklist_items_deliver_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "deliver_projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deliver_go_lives",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    departments = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    specialties = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    planned_on = table.Column<DateOnly>(type: "date", nullable: false),
                    live_on = table.Column<DateOnly>(type: "date", nullable: true),
                    rolled_back_on = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state_reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    state_since = table.Column<DateOnly>(type: "date", nullable: false),
                    go_note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliver_go_lives", x => x.id);
                    table.ForeignKey(
                        name: "FK_deliver_go_lives_deliver_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "deliver_projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "listen_answers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pain_point_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    resolution = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    sent_to_count = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_answers", x => x.id);
                    table.ForeignKey(
                        name: "FK_listen_answers_listen_pain_points_pain_point_id",
                        column: x => x.pain_point_id,
                        principalTable: "listen_pain_points",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "listen_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pain_point_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_from_team = table.Column<bool>(type: "boolean", nullable: false),
                    is_team_only = table.Column<bool>(type: "boolean", nullable: false),
                    is_question = table.Column<bool>(type: "boolean", nullable: false),
                    voice_id = table.Column<Guid>(type: "uuid", nullable: true),
                    author_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false, collation: "C"),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_messages", x => x.id);
                    table.ForeignKey(
                        name: "FK_listen_messages_listen_pain_points_pain_point_id",
                        column: x => x.pain_point_id,
                        principalTable: "listen_pain_points",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "listen_pain_point_states",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pain_point_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_in_time = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    left_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_pain_point_states", x => x.id);
                    table.ForeignKey(
                        name: "FK_listen_pain_point_states_listen_pain_points_pain_point_id",
                        column: x => x.pain_point_id,
                        principalTable: "listen_pain_points",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "listen_safety_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pain_point_id = table.Column<Guid>(type: "uuid", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    opened_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    outcome = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_safety_events", x => x.id);
                    table.ForeignKey(
                        name: "FK_listen_safety_events_listen_pain_points_pain_point_id",
                        column: x => x.pain_point_id,
                        principalTable: "listen_pain_points",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "listen_voices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pain_point_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_pain_point_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_reporter = table.Column<bool>(type: "boolean", nullable: false),
                    anonymity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    email = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true, collation: "C"),
                    code_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    raised_on = table.Column<DateOnly>(type: "date", nullable: false),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    rating = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    rated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_voices", x => x.id);
                    table.ForeignKey(
                        name: "FK_listen_voices_listen_pain_points_pain_point_id",
                        column: x => x.pain_point_id,
                        principalTable: "listen_pain_points",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "listen_survey_links",
                columns: table => new
                {
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invitation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    mail_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_survey_links", x => x.hash);
                    table.ForeignKey(
                        name: "FK_listen_survey_links_listen_survey_invitations_invitation_id",
                        column: x => x.invitation_id,
                        principalTable: "listen_survey_invitations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "listen_survey_groups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    invited_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listen_survey_groups", x => x.id);
                    table.ForeignKey(
                        name: "FK_listen_survey_groups_listen_survey_rounds_round_id",
                        column: x => x.round_id,
                        principalTable: "listen_survey_rounds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decide_ballots",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    committee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    committee_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    opens_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closes_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    quorum_percent = table.Column<int>(type: "integer", nullable: false),
                    is_strict = table.Column<bool>(type: "boolean", nullable: false),
                    majority = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    required_roles = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    most_of_one_organisation_percent = table.Column<int>(type: "integer", nullable: true),
                    counted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    result = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    result_text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_ballots", x => x.id);
                    table.ForeignKey(
                        name: "FK_decide_ballots_decide_committees_committee_id",
                        column: x => x.committee_id,
                        principalTable: "decide_committees",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_decide_ballots_decide_decisions_decision_id",
                        column: x => x.decision_id,
                        principalTable: "decide_decisions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decide_conditions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false, collation: "C"),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    met_on = table.Column<DateOnly>(type: "date", nullable: true),
                    met_note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_conditions", x => x.id);
                    table.ForeignKey(
                        name: "FK_decide_conditions_decide_decisions_decision_id",
                        column: x => x.decision_id,
                        principalTable: "decide_decisions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decide_options",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    pros = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    cons = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    is_chosen = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_options", x => x.id);
                    table.ForeignKey(
                        name: "FK_decide_options_decide_decisions_decision_id",
                        column: x => x.decision_id,
                        principalTable: "decide_decisions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decide_renewals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    renewed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    months = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false, collation: "C"),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_renewals", x => x.id);
                    table.ForeignKey(
                        name: "FK_decide_renewals_decide_decisions_decision_id",
                        column: x => x.decision_id,
                        principalTable: "decide_decisions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deliver_effects",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    go_live_id = table.Column<Guid>(type: "uuid", nullable: false),
                    finding = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false, collation: "C"),
                    found = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    no_measure_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    looked_until = table.Column<DateOnly>(type: "date", nullable: true),
                    review_on = table.Column<DateOnly>(type: "date", nullable: false),
                    written_on = table.Column<DateOnly>(type: "date", nullable: false),
                    confirmed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    confirmed_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    confirmed_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliver_effects", x => x.id);
                    table.ForeignKey(
                        name: "FK_deliver_effects_deliver_go_lives_go_live_id",
                        column: x => x.go_live_id,
                        principalTable: "deliver_go_lives",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decide_votes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ballot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    organisation = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    choice = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    cast_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    on_behalf_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decide_votes", x => x.id);
                    table.ForeignKey(
                        name: "FK_decide_votes_decide_ballots_ballot_id",
                        column: x => x.ballot_id,
                        principalTable: "decide_ballots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_decide_ballots_committee_id",
                table: "decide_ballots",
                column: "committee_id");

            migrationBuilder.CreateIndex(
                name: "IX_decide_ballots_counted_at",
                table: "decide_ballots",
                column: "counted_at");

            migrationBuilder.CreateIndex(
                name: "IX_decide_ballots_decision_id",
                table: "decide_ballots",
                column: "decision_id");

            migrationBuilder.CreateIndex(
                name: "IX_decide_capacities_year_quarter",
                table: "decide_capacities",
                columns: new[] { "year", "quarter" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_decide_clarifications_request_id",
                table: "decide_clarifications",
                column: "request_id");

            migrationBuilder.CreateIndex(
                name: "IX_decide_committee_members_committee_id_account_id",
                table: "decide_committee_members",
                columns: new[] { "committee_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_decide_committees_name",
                table: "decide_committees",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_decide_conditions_decision_id",
                table: "decide_conditions",
                column: "decision_id");

            migrationBuilder.CreateIndex(
                name: "IX_decide_decisions_number",
                table: "decide_decisions",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_decide_decisions_request_id",
                table: "decide_decisions",
                column: "request_id");

            migrationBuilder.CreateIndex(
                name: "IX_decide_decisions_submission_key",
                table: "decide_decisions",
                column: "submission_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_decide_decisions_supersedes_id",
                table: "decide_decisions",
                column: "supersedes_id");

            migrationBuilder.CreateIndex(
                name: "IX_decide_options_decision_id",
                table: "decide_options",
                column: "decision_id");

            migrationBuilder.CreateIndex(
                name: "IX_decide_renewals_decision_id",
                table: "decide_renewals",
                column: "decision_id");

            migrationBuilder.CreateIndex(
                name: "IX_decide_request_states_request_id_position",
                table: "decide_request_states",
                columns: new[] { "request_id", "position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_decide_requests_number",
                table: "decide_requests",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_decide_requests_state",
                table: "decide_requests",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_decide_requests_submission_key",
                table: "decide_requests",
                column: "submission_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_decide_scale_criteria_scale_id",
                table: "decide_scale_criteria",
                column: "scale_id");

            migrationBuilder.CreateIndex(
                name: "IX_decide_scales_valid_from",
                table: "decide_scales",
                column: "valid_from",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_decide_scores_request_id_rater_id_criterion",
                table: "decide_scores",
                columns: new[] { "request_id", "rater_id", "criterion" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_decide_votes_ballot_id_member_id",
                table: "decide_votes",
                columns: new[] { "ballot_id", "member_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_deliver_checklist_items_due_on",
                table: "deliver_checklist_items",
                column: "due_on");

            migrationBuilder.CreateIndex(
                name: "IX_deliver_checklist_items_project_id_position",
                table: "deliver_checklist_items",
                columns: new[] { "project_id", "position" });

            migrationBuilder.CreateIndex(
                name: "IX_deliver_effects_go_live_id",
                table: "deliver_effects",
                column: "go_live_id");

            migrationBuilder.CreateIndex(
                name: "IX_deliver_effects_review_on",
                table: "deliver_effects",
                column: "review_on");

            migrationBuilder.CreateIndex(
                name: "IX_deliver_go_lives_planned_on",
                table: "deliver_go_lives",
                column: "planned_on");

            migrationBuilder.CreateIndex(
                name: "IX_deliver_go_lives_project_id",
                table: "deliver_go_lives",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "IX_deliver_projects_number",
                table: "deliver_projects",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_listen_answers_pain_point_id",
                table: "listen_answers",
                column: "pain_point_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_listen_answers_sent_at",
                table: "listen_answers",
                column: "sent_at");

            migrationBuilder.CreateIndex(
                name: "IX_listen_messages_pain_point_id_written_at",
                table: "listen_messages",
                columns: new[] { "pain_point_id", "written_at" });

            migrationBuilder.CreateIndex(
                name: "IX_listen_pain_point_states_pain_point_id_order_in_time",
                table: "listen_pain_point_states",
                columns: new[] { "pain_point_id", "order_in_time" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_listen_pain_points_merged_into_id",
                table: "listen_pain_points",
                column: "merged_into_id");

            migrationBuilder.CreateIndex(
                name: "IX_listen_pain_points_number",
                table: "listen_pain_points",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_listen_pain_points_once",
                table: "listen_pain_points",
                column: "once",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_listen_pain_points_state_reported_at",
                table: "listen_pain_points",
                columns: new[] { "state", "reported_at" });

            migrationBuilder.CreateIndex(
                name: "IX_listen_safety_events_closed_at",
                table: "listen_safety_events",
                column: "closed_at");

            migrationBuilder.CreateIndex(
                name: "IX_listen_safety_events_pain_point_id",
                table: "listen_safety_events",
                column: "pain_point_id");

            migrationBuilder.CreateIndex(
                name: "IX_listen_survey_answers_round_id",
                table: "listen_survey_answers",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "IX_listen_survey_groups_round_id",
                table: "listen_survey_groups",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "IX_listen_survey_instruments_key",
                table: "listen_survey_instruments",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_listen_survey_invitations_round_id",
                table: "listen_survey_invitations",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "IX_listen_survey_links_invitation_id",
                table: "listen_survey_links",
                column: "invitation_id");

            migrationBuilder.CreateIndex(
                name: "IX_listen_survey_links_round_id",
                table: "listen_survey_links",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "IX_listen_survey_rounds_closes_on",
                table: "listen_survey_rounds",
                column: "closes_on");

            migrationBuilder.CreateIndex(
                name: "IX_listen_survey_rounds_instrument_key",
                table: "listen_survey_rounds",
                column: "instrument_key");

            migrationBuilder.CreateIndex(
                name: "IX_listen_survey_texts_round_id",
                table: "listen_survey_texts",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "IX_listen_voices_account_id",
                table: "listen_voices",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_listen_voices_code_hash",
                table: "listen_voices",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_listen_voices_pain_point_id",
                table: "listen_voices",
                column: "pain_point_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "decide_capacities");

            migrationBuilder.DropTable(
                name: "decide_clarifications");

            migrationBuilder.DropTable(
                name: "decide_committee_members");

            migrationBuilder.DropTable(
                name: "decide_conditions");

            migrationBuilder.DropTable(
                name: "decide_options");

            migrationBuilder.DropTable(
                name: "decide_renewals");

            migrationBuilder.DropTable(
                name: "decide_request_states");

            migrationBuilder.DropTable(
                name: "decide_scale_criteria");

            migrationBuilder.DropTable(
                name: "decide_scores");

            migrationBuilder.DropTable(
                name: "decide_votes");

            migrationBuilder.DropTable(
                name: "deliver_checklist_items");

            migrationBuilder.DropTable(
                name: "deliver_effects");

            migrationBuilder.DropTable(
                name: "listen_answers");

            migrationBuilder.DropTable(
                name: "listen_messages");

            migrationBuilder.DropTable(
                name: "listen_pain_point_states");

            migrationBuilder.DropTable(
                name: "listen_safety_events");

            migrationBuilder.DropTable(
                name: "listen_survey_answers");

            migrationBuilder.DropTable(
                name: "listen_survey_groups");

            migrationBuilder.DropTable(
                name: "listen_survey_instruments");

            migrationBuilder.DropTable(
                name: "listen_survey_links");

            migrationBuilder.DropTable(
                name: "listen_survey_texts");

            migrationBuilder.DropTable(
                name: "listen_voices");

            migrationBuilder.DropTable(
                name: "decide_scales");

            migrationBuilder.DropTable(
                name: "decide_ballots");

            migrationBuilder.DropTable(
                name: "deliver_go_lives");

            migrationBuilder.DropTable(
                name: "listen_survey_rounds");

            migrationBuilder.DropTable(
                name: "listen_survey_invitations");

            migrationBuilder.DropTable(
                name: "listen_pain_points");

            migrationBuilder.DropTable(
                name: "decide_committees");

            migrationBuilder.DropTable(
                name: "decide_decisions");

            migrationBuilder.DropTable(
                name: "deliver_projects");

            migrationBuilder.DropTable(
                name: "decide_requests");
        }
    }
}
