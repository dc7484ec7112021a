-- How far the maintenance that is under way came, one row per kind of it.
CREATE TABLE maintenance (
    kind TEXT PRIMARY KEY,
    run TEXT NOT NULL,
    cursor INTEGER NOT NULL,        -- the last row of memory that is done
    done INTEGER NOT NULL           -- records dealt with
) WITHOUT ROWID;
