DROP INDEX "call_organisation_id_server_id_at_idx";

CREATE INDEX "call_organisation_id_server_id_at_tool_idx" ON "call"("organisation_id", "server_id", "at" DESC, "tool");
