using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charthouse.Store.Postgres.Migrations
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
                type: "character varying(320)",
                maxLength: 320,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "access_people",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "sort_name",
                table: "access_people",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.CreateTable(
                name: "access_people_imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    text = table.Column<string>(type: "character varying(10000000)", maxLength: 10000000, nullable: false, collation: "C"),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    rows = table.Column<int>(type: "integer", nullable: false),
                    added = table.Column<int>(type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    ended = table.Column<int>(type: "integer", nullable: false),
                    left_out = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_people_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_units",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_units", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_assignments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    specialty = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: true),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    delegate_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: true),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true)
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
