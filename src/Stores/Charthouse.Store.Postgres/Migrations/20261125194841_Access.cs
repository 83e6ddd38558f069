using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charthouse.Store.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Access : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "access_accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deactivated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    user_name = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true, collation: "C"),
                    normalized_user_name = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true, collation: "C"),
                    email = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true, collation: "C"),
                    normalized_email = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true, collation: "C"),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    security_stamp = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    concurrency_stamp = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_known_permissions",
                columns: table => new
                {
                    permission = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_known_permissions", x => x.permission);
                });

            migrationBuilder.CreateTable(
                name: "access_people",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    email = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true, collation: "C"),
                    log_user = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_roles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_roles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_action_mappings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    action = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    category = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    lake_version = table.Column<long>(type: "bigint", nullable: false),
                    mapped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    import_id = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_action_mappings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_actions",
                columns: table => new
                {
                    code = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_actions", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "measure_clinicians",
                columns: table => new
                {
                    code = table.Column<int>(type: "integer", nullable: false),
                    user = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    zone = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_clinicians", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "measure_imports",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    zone = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    upload_folder = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    rows_read = table.Column<long>(type: "bigint", nullable: false),
                    rows_new = table.Column<long>(type: "bigint", nullable: false),
                    rows_known = table.Column<long>(type: "bigint", nullable: false),
                    rows_rejected = table.Column<long>(type: "bigint", nullable: false),
                    users = table.Column<int>(type: "integer", nullable: false),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    seconds = table.Column<double>(type: "double precision", nullable: false),
                    message = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    share = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_lake",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_lake", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_pending_mappings",
                columns: table => new
                {
                    action = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    category = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    problem = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_pending_mappings", x => x.action);
                });

            migrationBuilder.CreateTable(
                name: "measure_people",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    number = table.Column<int>(type: "integer", nullable: false),
                    from_microseconds = table.Column<long>(type: "bigint", nullable: false),
                    profile = table.Column<int>(type: "integer", nullable: false),
                    zone = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_profiles",
                columns: table => new
                {
                    code = table.Column<int>(type: "integer", nullable: false),
                    role = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    specialty = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    department = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    site = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_profiles", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "measure_segments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    shard = table.Column<int>(type: "integer", nullable: false),
                    month = table.Column<int>(type: "integer", nullable: false),
                    rows = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    first_microseconds = table.Column<long>(type: "bigint", nullable: false),
                    last_microseconds = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_segments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_history",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    actor_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    change = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    field = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true, collation: "C"),
                    before = table.Column<string>(type: "character varying(1000000)", maxLength: 1000000, nullable: true, collation: "C"),
                    after = table.Column<string>(type: "character varying(1000000)", maxLength: 1000000, nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_history", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "platform_history_head",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_history_head", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_account_secrets",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false, collation: "C"),
                    value = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_account_secrets", x => new { x.account_id, x.provider, x.name });
                    table.ForeignKey(
                        name: "FK_access_account_secrets_access_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "access_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "access_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    device = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_sessions", x => x.id);
                    table.ForeignKey(
                        name: "FK_access_sessions_access_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "access_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "access_account_roles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_account_roles", x => x.id);
                    table.ForeignKey(
                        name: "FK_access_account_roles_access_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "access_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_access_account_roles_access_roles_role_id",
                        column: x => x.role_id,
                        principalTable: "access_roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "access_role_permissions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    role_id = table.Column<Guid>(type: "uuid", nullable: false),
                    permission = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_role_permissions", x => x.id);
                    table.ForeignKey(
                        name: "FK_access_role_permissions_access_roles_role_id",
                        column: x => x.role_id,
                        principalTable: "access_roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "measure_import_files",
                columns: table => new
                {
                    number = table.Column<int>(type: "integer", nullable: false),
                    import_id = table.Column<string>(type: "character varying(60)", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    rows = table.Column<long>(type: "bigint", nullable: false)
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

            migrationBuilder.InsertData(
                table: "platform_history_head",
                columns: new[] { "id", "hash", "sequence" },
                values: new object[] { 1, "", 0L });

            migrationBuilder.CreateIndex(
                name: "IX_access_account_roles_account_id_role_id",
                table: "access_account_roles",
                columns: new[] { "account_id", "role_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_access_account_roles_role_id",
                table: "access_account_roles",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "IX_access_accounts_normalized_email",
                table: "access_accounts",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_access_accounts_normalized_user_name",
                table: "access_accounts",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_access_accounts_person_id",
                table: "access_accounts",
                column: "person_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_access_people_log_user",
                table: "access_people",
                column: "log_user",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_access_role_permissions_role_id_permission",
                table: "access_role_permissions",
                columns: new[] { "role_id", "permission" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_access_roles_name",
                table: "access_roles",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_access_sessions_account_id",
                table: "access_sessions",
                column: "account_id");

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

            migrationBuilder.CreateIndex(
                name: "IX_platform_history_actor_id",
                table: "platform_history",
                column: "actor_id");

            migrationBuilder.CreateIndex(
                name: "IX_platform_history_kind_record_id_sequence",
                table: "platform_history",
                columns: new[] { "kind", "record_id", "sequence" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_account_roles");

            migrationBuilder.DropTable(
                name: "access_account_secrets");

            migrationBuilder.DropTable(
                name: "access_known_permissions");

            migrationBuilder.DropTable(
                name: "access_people");

            migrationBuilder.DropTable(
                name: "access_role_permissions");

            migrationBuilder.DropTable(
                name: "access_sessions");

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
                name: "measure_pending_mappings");

            migrationBuilder.DropTable(
                name: "measure_people");

            migrationBuilder.DropTable(
                name: "measure_profiles");

            migrationBuilder.DropTable(
                name: "measure_segments");

            migrationBuilder.DropTable(
                name: "platform_history");

            migrationBuilder.DropTable(
                name: "platform_history_head");

            migrationBuilder.DropTable(
                name: "access_roles");

            migrationBuilder.DropTable(
                name: "access_accounts");

            migrationBuilder.DropTable(
                name: "measure_imports");
        }
    }
}
