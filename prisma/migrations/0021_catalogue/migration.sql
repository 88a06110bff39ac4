-- The public catalogue: what is known of servers that nobody here has registered. No organisation's: everybody reads
-- the same rows. Search is decision 0042.

CREATE TABLE "catalogue_server" (
    "id" INTEGER GENERATED ALWAYS AS IDENTITY,
    "slug" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "source_kind" TEXT NOT NULL,
    "source_url" TEXT,
    "homepage" TEXT,
    "endpoint" JSONB,
    "scanned_at" TIMESTAMPTZ(3) NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "first_version" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "digest" TEXT NOT NULL,
    "tools" INTEGER NOT NULL,
    "reads" INTEGER NOT NULL,
    "writes" INTEGER NOT NULL,
    "executes" INTEGER NOT NULL,
    "destroys" INTEGER NOT NULL,
    "pays" INTEGER NOT NULL,
    "others" INTEGER NOT NULL,
    "severity" TEXT,
    "name_key" TEXT COLLATE "C" NOT NULL,
    "weight" INTEGER NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "catalogue_server_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "catalogue_server_kind" CHECK ("source_kind" IN ('seed', 'registry', 'docker', 'client-file', 'capture', 'live'))
);
CREATE UNIQUE INDEX "catalogue_server_slug_key" ON "catalogue_server"("slug");
CREATE UNIQUE INDEX "catalogue_server_identity_key" ON "catalogue_server"("identity");
CREATE INDEX "catalogue_server_name" ON "catalogue_server"("name_key", "id");
CREATE INDEX "catalogue_server_order" ON "catalogue_server"("weight", "id");
CREATE INDEX "catalogue_server_severity" ON "catalogue_server"("severity", "weight", "id");
CREATE INDEX "catalogue_server_words" ON "catalogue_server" USING gin ("words");

-- Narrow, because a search may look at a hundred thousand of these: what a definition says stands beside it.
-- A tool that is gone keeps its row, and with it its slug and its history.
CREATE TABLE "catalogue_tool" (
    "id" INTEGER GENERATED ALWAYS AS IDENTITY,
    "server_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "confidence" REAL NOT NULL,
    "hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "first_version" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "name_key" TEXT COLLATE "C" NOT NULL,
    "weight" INTEGER NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "catalogue_tool_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "catalogue_tool_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "catalogue_server"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "catalogue_tool_server_id_slug_key" ON "catalogue_tool"("server_id", "slug");
CREATE UNIQUE INDEX "catalogue_tool_server_id_name_key" ON "catalogue_tool"("server_id", "name");
-- With what a search filters and sorts by, so that the names that begin with "get" are read from the index alone.
CREATE INDEX "catalogue_tool_name" ON "catalogue_tool"("name_key", "id") INCLUDE ("weight", "category", "severity") WHERE removed_at IS NULL;
CREATE INDEX "catalogue_tool_order" ON "catalogue_tool"("weight", "id") WHERE removed_at IS NULL;
CREATE INDEX "catalogue_tool_severity" ON "catalogue_tool"("severity", "weight", "id") WHERE removed_at IS NULL;
CREATE INDEX "catalogue_tool_category" ON "catalogue_tool"("category", "weight", "id") WHERE removed_at IS NULL;
CREATE INDEX "catalogue_tool_words" ON "catalogue_tool" USING gin ("words");

CREATE TABLE "catalogue_definition" (
    "tool_id" INTEGER NOT NULL,
    "summary" TEXT NOT NULL,
    "definition" TEXT NOT NULL,

    CONSTRAINT "catalogue_definition_pkey" PRIMARY KEY ("tool_id"),
    CONSTRAINT "catalogue_definition_tool_id_fkey" FOREIGN KEY ("tool_id") REFERENCES "catalogue_tool"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What differed from one scan to the next. `fields` is JSON as text: jsonb would refuse a NUL that a definition holds.
CREATE TABLE "catalogue_change" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY,
    "server_id" INTEGER NOT NULL,
    "tool_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "version" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fields" TEXT NOT NULL,

    CONSTRAINT "catalogue_change_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "catalogue_change_kind" CHECK ("kind" IN ('added', 'removed', 'changed', 'returned', 'server')),
    CONSTRAINT "catalogue_change_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "catalogue_server"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "catalogue_change_tool_id_fkey" FOREIGN KEY ("tool_id") REFERENCES "catalogue_tool"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "catalogue_change_server" ON "catalogue_change"("server_id", "id" DESC);
CREATE INDEX "catalogue_change_tool" ON "catalogue_change"("tool_id", "id" DESC);

-- Every word that a search can find, how many rows have it, and what it is with one letter left out: two words that
-- are one slip apart share such a form.
CREATE TABLE "catalogue_word" (
    "word" TEXT COLLATE "C" NOT NULL,
    "uses" INTEGER NOT NULL,
    "near" TEXT[] NOT NULL,

    CONSTRAINT "catalogue_word_pkey" PRIMARY KEY ("word")
) WITH (fillfactor = 70);
CREATE INDEX "catalogue_word_near" ON "catalogue_word" USING gin ("near");
