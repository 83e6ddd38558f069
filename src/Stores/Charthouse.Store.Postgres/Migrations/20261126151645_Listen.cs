using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charthouse.Store.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Listen : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "listen_answers");

            migrationBuilder.DropTable(
                name: "listen_messages");

            migrationBuilder.DropTable(
                name: "listen_pain_point_states");

            migrationBuilder.DropTable(
                name: "listen_safety_events");

            migrationBuilder.DropTable(
                name: "listen_voices");

            migrationBuilder.DropTable(
                name: "listen_pain_points");
        }
    }
}
