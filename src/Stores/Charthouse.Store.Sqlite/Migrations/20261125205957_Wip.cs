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
            migrationBuilder.AddColumn<string>(
                name: "normalized_email",
                table: "access_people",
                type: "TEXT",
                maxLength: 320,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "access_people",
                type: "TEXT",
                maxLength: 2000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "sort_name",
                table: "access_people",
                type: "TEXT",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "access_people_imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 10000000, nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: false),
                    sent_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    imported_at = table.Column<long>(type: "INTEGER", nullable: true),
                    rows = table.Column<int>(type: "INTEGER", nullable: false),
                    added = table.Column<int>(type: "INTEGER", nullable: false),
                    changed = table.Column<int>(type: "INTEGER", nullable: false),
                    ended = table.Column<int>(type: "INTEGER", nullable: false),
                    left_out = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_people_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_units",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_units", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_assignments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    specialty = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    delegate_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_assignments", x => x.id);
                    table.ForeignKey(
                        name: "FK_access_assignments_access_people_delegate_id",
                        column: x => x.delegate_id,
                        principalTable: "access_people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_access_assignments_access_people_person_id",
                        column: x => x.person_id,
                        principalTable: "access_people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_access_assignments_access_units_unit_id",
                        column: x => x.unit_id,
                        principalTable: "access_units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "access_unit_placements",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    parent_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_unit_placements", x => x.id);
                    table.ForeignKey(
                        name: "FK_access_unit_placements_access_units_parent_id",
                        column: x => x.parent_id,
                        principalTable: "access_units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_access_unit_placements_access_units_unit_id",
                        column: x => x.unit_id,
                        principalTable: "access_units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_access_people_normalized_email",
                table: "access_people",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_access_people_sort_name_id",
                table: "access_people",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_access_assignments_delegate_id",
                table: "access_assignments",
                column: "delegate_id");

            migrationBuilder.CreateIndex(
                name: "IX_access_assignments_person_id",
                table: "access_assignments",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_access_assignments_role",
                table: "access_assignments",
                column: "role");

            migrationBuilder.CreateIndex(
                name: "IX_access_assignments_specialty",
                table: "access_assignments",
                column: "specialty");

            migrationBuilder.CreateIndex(
                name: "IX_access_assignments_unit_id_person_id",
                table: "access_assignments",
                columns: new[] { "unit_id", "person_id" });

            migrationBuilder.CreateIndex(
                name: "IX_access_people_imports_imported_at",
                table: "access_people_imports",
                column: "imported_at");

            migrationBuilder.CreateIndex(
                name: "IX_access_unit_placements_parent_id",
                table: "access_unit_placements",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "IX_access_unit_placements_unit_id",
                table: "access_unit_placements",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "IX_access_units_code",
                table: "access_units",
                column: "code",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_assignments");

            migrationBuilder.DropTable(
                name: "access_people_imports");

            migrationBuilder.DropTable(
                name: "access_unit_placements");

            migrationBuilder.DropTable(
                name: "access_units");

            migrationBuilder.DropIndex(
                name: "IX_access_people_normalized_email",
                table: "access_people");

            migrationBuilder.DropIndex(
                name: "IX_access_people_sort_name_id",
                table: "access_people");

            migrationBuilder.DropColumn(
                name: "normalized_email",
                table: "access_people");

            migrationBuilder.DropColumn(
                name: "search_text",
                table: "access_people");

            migrationBuilder.DropColumn(
                name: "sort_name",
                table: "access_people");
        }
    }
}
