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
            migrationBuilder.AddColumn<Guid>(
                name: "requested_by",
                table: "measure_imports",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "access_saved_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    page = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    query = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    role_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    delivery = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_notification_preferences", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    href = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: true),
                    mailed_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_search_documents",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    record_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    body = table.Column<string>(type: "TEXT", maxLength: 20000, nullable: false),
                    title_words = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    body_words = table.Column<string>(type: "TEXT", maxLength: 40000, nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_search_documents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_default_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    page = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    view_id = table.Column<Guid>(type: "TEXT", nullable: false)
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
