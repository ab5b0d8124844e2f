-- Copy as an append-only list of versions. The highest version of a (workspace, brand, key, locale) is what counts.
CREATE TABLE copy_versions (
    id        INTEGER PRIMARY KEY,
    workspace TEXT NOT NULL,
    brand     TEXT NOT NULL,
    key       TEXT NOT NULL,
    locale    TEXT NOT NULL,
    version   INTEGER NOT NULL CHECK (version > 0),
    text      TEXT NOT NULL,
    short     TEXT,
    shorter   TEXT,
    status    TEXT NOT NULL CHECK (status IN ('draft', 'approved')),
    note      TEXT,
    origin    TEXT NOT NULL CHECK (origin IN ('import', 'edit')),
    removed   INTEGER NOT NULL CHECK (removed IN (0, 1)),
    at        INTEGER NOT NULL, -- microseconds since 1970
    UNIQUE (workspace, brand, key, locale, version)
) STRICT;

CREATE TRIGGER copy_versions_stay BEFORE UPDATE ON copy_versions
BEGIN SELECT RAISE(ABORT, 'copy versions never change'); END;

-- What each file of a kit's folder said when it was last imported: so that an edit made here since is known as one.
CREATE TABLE imported_files (
    workspace TEXT NOT NULL,
    brand     TEXT NOT NULL,
    file      TEXT NOT NULL,
    digest    TEXT NOT NULL, -- BLAKE3 of the file, hexadecimal
    at        INTEGER NOT NULL,
    PRIMARY KEY (workspace, brand, file)
) STRICT, WITHOUT ROWID;

CREATE TABLE imported_rows (
    workspace TEXT NOT NULL,
    brand     TEXT NOT NULL,
    key       TEXT NOT NULL,
    locale    TEXT NOT NULL,
    file      TEXT NOT NULL,
    text      TEXT NOT NULL,
    short     TEXT,
    shorter   TEXT,
    status    TEXT NOT NULL,
    note      TEXT,
    PRIMARY KEY (workspace, brand, key, locale)
) STRICT, WITHOUT ROWID;
