using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charthouse.Store.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Surveys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
                name: "listen_survey_rounds");

            migrationBuilder.DropTable(
                name: "listen_survey_invitations");
        }
    }
}
