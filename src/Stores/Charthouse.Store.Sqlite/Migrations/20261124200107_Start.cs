using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charthouse.Store.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Start : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "measure_action_mappings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    action = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    category = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    lake_version = table.Column<long>(type: "INTEGER", nullable: false),
                    mapped_at = table.Column<long>(type: "INTEGER", nullable: false),
                    import_id = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_action_mappings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_actions",
                columns: table => new
                {
                    code = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_actions", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "measure_clinicians",
                columns: table => new
                {
                    code = table.Column<int>(type: "INTEGER", nullable: false),
                    user = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    zone = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_clinicians", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "measure_imports",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    zone = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    upload_folder = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true),
                    rows_read = table.Column<long>(type: "INTEGER", nullable: false),
                    rows_new = table.Column<long>(type: "INTEGER", nullable: false),
                    rows_known = table.Column<long>(type: "INTEGER", nullable: false),
                    rows_rejected = table.Column<long>(type: "INTEGER", nullable: false),
                    users = table.Column<int>(type: "INTEGER", nullable: false),
                    first_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_at = table.Column<long>(type: "INTEGER", nullable: true),
                    seconds = table.Column<double>(type: "REAL", nullable: false),
                    message = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    share = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_lake",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_lake", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_people",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    user = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    from_microseconds = table.Column<long>(type: "INTEGER", nullable: false),
                    profile = table.Column<int>(type: "INTEGER", nullable: false),
                    zone = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_profiles",
                columns: table => new
                {
                    code = table.Column<int>(type: "INTEGER", nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    specialty = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    department = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    site = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_profiles", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "measure_segments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    shard = table.Column<int>(type: "INTEGER", nullable: false),
                    month = table.Column<int>(type: "INTEGER", nullable: false),
                    rows = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    first_microseconds = table.Column<long>(type: "INTEGER", nullable: false),
                    last_microseconds = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_segments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_import_files",
                columns: table => new
                {
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    import_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    rows = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_import_files", x => new { x.import_id, x.number });
                    table.ForeignKey(
                        name: "FK_measure_import_files_measure_imports_import_id",
                        column: x => x.import_id,
                        principalTable: "measure_imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_measure_action_mappings_action_lake_version",
                table: "measure_action_mappings",
                columns: new[] { "action", "lake_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_actions_name",
                table: "measure_actions",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_clinicians_user",
                table: "measure_clinicians",
                column: "user",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_imports_requested_at",
                table: "measure_imports",
                column: "requested_at");

            migrationBuilder.CreateIndex(
                name: "IX_measure_people_user_number",
                table: "measure_people",
                columns: new[] { "user", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "measure_action_mappings");

            migrationBuilder.DropTable(
                name: "measure_actions");

            migrationBuilder.DropTable(
                name: "measure_clinicians");

            migrationBuilder.DropTable(
                name: "measure_import_files");

            migrationBuilder.DropTable(
                name: "measure_lake");

            migrationBuilder.DropTable(
                name: "measure_people");

            migrationBuilder.DropTable(
                name: "measure_profiles");

            migrationBuilder.DropTable(
                name: "measure_segments");

            migrationBuilder.DropTable(
                name: "measure_imports");
        }
    }
}
