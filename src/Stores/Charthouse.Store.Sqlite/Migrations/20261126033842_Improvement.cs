using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charthouse.Store.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Improvement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "improve_aims",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    why = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    scope = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    measured = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    unit = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    start_value = table.Column<double>(type: "REAL", nullable: true),
                    target_value = table.Column<double>(type: "REAL", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_improve_aims", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_interventions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    what = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    on_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_interventions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_measures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    definition = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    unit = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    direction = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    figures = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    numerator_words = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    denominator_words = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    factor = table.Column<double>(type: "REAL", nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    frequency = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    owner_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    audience = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    review_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    chart = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    rules = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    baseline_points = table.Column<int>(type: "INTEGER", nullable: true),
                    lowest_possible = table.Column<double>(type: "REAL", nullable: true),
                    highest_possible = table.Column<double>(type: "REAL", nullable: true),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_measures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "improve_drivers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    aim_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    parent_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    measured = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_improve_drivers", x => x.id);
                    table.ForeignKey(
                        name: "FK_improve_drivers_improve_aims_aim_id",
                        column: x => x.aim_id,
                        principalTable: "improve_aims",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_improve_drivers_improve_drivers_parent_id",
                        column: x => x.parent_id,
                        principalTable: "improve_drivers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "measure_activity_feeds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    measure_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    definition = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    site = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    department = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    specialty = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    role = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    estimator = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    time_out_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    boundary = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_activity_feeds", x => x.id);
                    table.ForeignKey(
                        name: "FK_measure_activity_feeds_measure_measures_measure_id",
                        column: x => x.measure_id,
                        principalTable: "measure_measures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "measure_exclusions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    measure_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    on_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_exclusions", x => x.id);
                    table.ForeignKey(
                        name: "FK_measure_exclusions_measure_measures_measure_id",
                        column: x => x.measure_id,
                        principalTable: "measure_measures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "measure_intervention_measures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    intervention_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    measure_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_intervention_measures", x => x.id);
                    table.ForeignKey(
                        name: "FK_measure_intervention_measures_measure_interventions_intervention_id",
                        column: x => x.intervention_id,
                        principalTable: "measure_interventions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_measure_intervention_measures_measure_measures_measure_id",
                        column: x => x.measure_id,
                        principalTable: "measure_measures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "measure_parts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    measure_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    evidence = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_parts", x => x.id);
                    table.ForeignKey(
                        name: "FK_measure_parts_measure_measures_measure_id",
                        column: x => x.measure_id,
                        principalTable: "measure_measures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "measure_point_readings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    measure_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    date_column = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    numerator_column = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    denominator_column = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    date_order = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    decimals = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    duplicates = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_point_readings", x => x.id);
                    table.ForeignKey(
                        name: "FK_measure_point_readings_measure_measures_measure_id",
                        column: x => x.measure_id,
                        principalTable: "measure_measures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "measure_points",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    measure_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    on_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    numerator = table.Column<double>(type: "REAL", nullable: false),
                    denominator = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_points", x => x.id);
                    table.ForeignKey(
                        name: "FK_measure_points_measure_measures_measure_id",
                        column: x => x.measure_id,
                        principalTable: "measure_measures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "measure_targets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    measure_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    from_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    value = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_targets", x => x.id);
                    table.ForeignKey(
                        name: "FK_measure_targets_measure_measures_measure_id",
                        column: x => x.measure_id,
                        principalTable: "measure_measures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "improve_change_ideas",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    aim_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    driver_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    measured = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_improve_change_ideas", x => x.id);
                    table.ForeignKey(
                        name: "FK_improve_change_ideas_improve_aims_aim_id",
                        column: x => x.aim_id,
                        principalTable: "improve_aims",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_improve_change_ideas_improve_drivers_driver_id",
                        column: x => x.driver_id,
                        principalTable: "improve_drivers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "improve_cycles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    chain_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    predecessor_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    change_idea_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    question = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    prediction = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    predicted_value = table.Column<double>(type: "REAL", nullable: true),
                    measured = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    unit = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    who = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    place = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    scale = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    scale_note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    tasks = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    planned_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    planned_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    started_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    what_happened = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    surprises = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    findings = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    prediction_held = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    decision = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    decided_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    decision_reason = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_improve_cycles", x => x.id);
                    table.ForeignKey(
                        name: "FK_improve_cycles_improve_change_ideas_change_idea_id",
                        column: x => x.change_idea_id,
                        principalTable: "improve_change_ideas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_improve_cycles_improve_cycles_predecessor_id",
                        column: x => x.predecessor_id,
                        principalTable: "improve_cycles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "improve_cycle_observations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    cycle_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    on_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    value = table.Column<double>(type: "REAL", nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_improve_cycle_observations", x => x.id);
                    table.ForeignKey(
                        name: "FK_improve_cycle_observations_improve_cycles_cycle_id",
                        column: x => x.cycle_id,
                        principalTable: "improve_cycles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_improve_aims_due_on",
                table: "improve_aims",
                column: "due_on");

            migrationBuilder.CreateIndex(
                name: "IX_improve_change_ideas_aim_id",
                table: "improve_change_ideas",
                column: "aim_id");

            migrationBuilder.CreateIndex(
                name: "IX_improve_change_ideas_driver_id",
                table: "improve_change_ideas",
                column: "driver_id");

            migrationBuilder.CreateIndex(
                name: "IX_improve_cycle_observations_cycle_id_on_day",
                table: "improve_cycle_observations",
                columns: new[] { "cycle_id", "on_day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_improve_cycles_chain_id",
                table: "improve_cycles",
                column: "chain_id");

            migrationBuilder.CreateIndex(
                name: "IX_improve_cycles_change_idea_id",
                table: "improve_cycles",
                column: "change_idea_id");

            migrationBuilder.CreateIndex(
                name: "IX_improve_cycles_predecessor_id",
                table: "improve_cycles",
                column: "predecessor_id");

            migrationBuilder.CreateIndex(
                name: "IX_improve_drivers_aim_id",
                table: "improve_drivers",
                column: "aim_id");

            migrationBuilder.CreateIndex(
                name: "IX_improve_drivers_parent_id",
                table: "improve_drivers",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "IX_measure_activity_feeds_measure_id",
                table: "measure_activity_feeds",
                column: "measure_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_exclusions_measure_id_on_day",
                table: "measure_exclusions",
                columns: new[] { "measure_id", "on_day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_intervention_measures_intervention_id_measure_id",
                table: "measure_intervention_measures",
                columns: new[] { "intervention_id", "measure_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_intervention_measures_measure_id",
                table: "measure_intervention_measures",
                column: "measure_id");

            migrationBuilder.CreateIndex(
                name: "IX_measure_interventions_on_day",
                table: "measure_interventions",
                column: "on_day");

            migrationBuilder.CreateIndex(
                name: "IX_measure_measures_name",
                table: "measure_measures",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_parts_measure_id_starts_on",
                table: "measure_parts",
                columns: new[] { "measure_id", "starts_on" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_point_readings_measure_id",
                table: "measure_point_readings",
                column: "measure_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_points_measure_id_on_day",
                table: "measure_points",
                columns: new[] { "measure_id", "on_day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_targets_measure_id_from_on",
                table: "measure_targets",
                columns: new[] { "measure_id", "from_on" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "improve_cycle_observations");

            migrationBuilder.DropTable(
                name: "measure_activity_feeds");

            migrationBuilder.DropTable(
                name: "measure_exclusions");

            migrationBuilder.DropTable(
                name: "measure_intervention_measures");

            migrationBuilder.DropTable(
                name: "measure_parts");

            migrationBuilder.DropTable(
                name: "measure_point_readings");

            migrationBuilder.DropTable(
                name: "measure_points");

            migrationBuilder.DropTable(
                name: "measure_targets");

            migrationBuilder.DropTable(
                name: "improve_cycles");

            migrationBuilder.DropTable(
                name: "measure_interventions");

            migrationBuilder.DropTable(
                name: "measure_measures");

            migrationBuilder.DropTable(
                name: "improve_change_ideas");

            migrationBuilder.DropTable(
                name: "improve_drivers");

            migrationBuilder.DropTable(
                name: "improve_aims");
        }
    }
}
