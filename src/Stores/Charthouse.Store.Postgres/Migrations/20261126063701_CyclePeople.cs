using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charthouse.Store.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class CyclePeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "people_count",
                table: "improve_cycles",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "prediction_is_fixed",
                table: "improve_cycles",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // What is known already came after the prediction, and fixes it.
            migrationBuilder.Sql("update improve_cycles set prediction_is_fixed = true where ended_on is not null or findings is not null or exists (select 1 from improve_cycle_observations o where o.cycle_id = improve_cycles.id)");

            // Nobody has said yet on how many people old cycles rest, so that search may not know what was found in them. It is made anew at the next start.
            migrationBuilder.Sql("delete from platform_search_documents");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "people_count",
                table: "improve_cycles");

            migrationBuilder.DropColumn(
                name: "prediction_is_fixed",
                table: "improve_cycles");
        }
    }
}
