using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charthouse.Store.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Wip : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "platform_jobs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    arguments = table.Column<string>(type: "TEXT", maxLength: 100000, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    share = table.Column<double>(type: "REAL", nullable: true),
                    step = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    next_try_at = table.Column<long>(type: "INTEGER", nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    claim = table.Column<Guid>(type: "TEXT", nullable: true),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: true),
                    cancel_requested_at = table.Column<long>(type: "INTEGER", nullable: true),
                    requested_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    requested_by_person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    requested_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    is_recurring = table.Column<bool>(type: "INTEGER", nullable: false),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true),
                    problem = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_jobs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_protection_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    xml = table.Column<string>(type: "TEXT", maxLength: 50000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_recurring_jobs",
                columns: table => new
                {
                    kind = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    next_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_job_id = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_recurring_jobs", x => x.kind);
                });

            migrationBuilder.CreateTable(
                name: "platform_system_facts",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    value = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_system_facts", x => x.name);
                });

            migrationBuilder.CreateIndex(
                name: "IX_platform_jobs_requested_at",
                table: "platform_jobs",
                column: "requested_at");

            migrationBuilder.CreateIndex(
                name: "IX_platform_jobs_state_next_try_at",
                table: "platform_jobs",
                columns: new[] { "state", "next_try_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "platform_jobs");

            migrationBuilder.DropTable(
                name: "platform_protection_keys");

            migrationBuilder.DropTable(
                name: "platform_recurring_jobs");

            migrationBuilder.DropTable(
                name: "platform_system_facts");
        }
    }
}
