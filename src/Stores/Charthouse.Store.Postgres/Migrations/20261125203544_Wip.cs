using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Charthouse.Store.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Wip : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "requested_by",
                table: "measure_imports",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "access_saved_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    page = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    query = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C"),
                    role_id = table.Column<Guid>(type: "uuid", nullable: true),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_saved_views", x => x.id);
                    table.ForeignKey(
                        name: "FK_access_saved_views_access_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "access_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_access_saved_views_access_roles_role_id",
                        column: x => x.role_id,
                        principalTable: "access_roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "platform_notification_preferences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    delivery = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_notification_preferences", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false, collation: "C"),
                    href = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    mailed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_search_documents",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    body = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false, collation: "C"),
                    title_words = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    body_words = table.Column<string>(type: "character varying(40000)", maxLength: 40000, nullable: false, collation: "C"),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_search_documents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_default_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    page = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    view_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_default_views", x => x.id);
                    table.ForeignKey(
                        name: "FK_access_default_views_access_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "access_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_access_default_views_access_saved_views_view_id",
                        column: x => x.view_id,
                        principalTable: "access_saved_views",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_access_default_views_account_id_page",
                table: "access_default_views",
                columns: new[] { "account_id", "page" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_access_default_views_view_id",
                table: "access_default_views",
                column: "view_id");

            migrationBuilder.CreateIndex(
                name: "IX_access_saved_views_account_id",
                table: "access_saved_views",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_access_saved_views_page_account_id",
                table: "access_saved_views",
                columns: new[] { "page", "account_id" });

            migrationBuilder.CreateIndex(
                name: "IX_access_saved_views_page_role_id",
                table: "access_saved_views",
                columns: new[] { "page", "role_id" });

            migrationBuilder.CreateIndex(
                name: "IX_access_saved_views_role_id",
                table: "access_saved_views",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "IX_platform_notification_preferences_account_id_kind",
                table: "platform_notification_preferences",
                columns: new[] { "account_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_platform_notifications_account_id_read_at",
                table: "platform_notifications",
                columns: new[] { "account_id", "read_at" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_notifications_mailed_at_created_at",
                table: "platform_notifications",
                columns: new[] { "mailed_at", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_search_documents_kind_record_id",
                table: "platform_search_documents",
                columns: new[] { "kind", "record_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_default_views");

            migrationBuilder.DropTable(
                name: "platform_notification_preferences");

            migrationBuilder.DropTable(
                name: "platform_notifications");

            migrationBuilder.DropTable(
                name: "platform_search_documents");

            migrationBuilder.DropTable(
                name: "access_saved_views");

            migrationBuilder.DropColumn(
                name: "requested_by",
                table: "measure_imports");
        }
    }
}
