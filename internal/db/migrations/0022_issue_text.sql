-- owner: issue
-- +goose Up
-- Which issues have which three letters in a row, to find any part of a title or
-- culprit without reading all of them. It is kept up to date by the database
-- itself, whoever writes the issues, and only when their text changes.
$SQLITE CREATE VIRTUAL TABLE issue_text USING fts5(search, content='issues', content_rowid='id', tokenize='trigram case_sensitive 1', detail='none', columnsize=0);
$SQLITE INSERT INTO issue_text (issue_text) VALUES ('rebuild');
$SQLITE_BEGIN
$SQLITE CREATE TRIGGER issue_text_insert AFTER INSERT ON issues BEGIN
$SQLITE     INSERT INTO issue_text (rowid, search) VALUES (new.id, new.search);
$SQLITE END;
$SQLITE_END
$SQLITE_BEGIN
$SQLITE CREATE TRIGGER issue_text_update AFTER UPDATE OF search ON issues WHEN old.search <> new.search BEGIN
$SQLITE     INSERT INTO issue_text (issue_text, rowid, search) VALUES ('delete', old.id, old.search);
$SQLITE     INSERT INTO issue_text (rowid, search) VALUES (new.id, new.search);
$SQLITE END;
$SQLITE_END
$SQLITE_BEGIN
$SQLITE CREATE TRIGGER issue_text_delete AFTER DELETE ON issues BEGIN
$SQLITE     INSERT INTO issue_text (issue_text, rowid, search) VALUES ('delete', old.id, old.search);
$SQLITE END;
$SQLITE_END
$POSTGRES CREATE TABLE issue_text (rowid BIGINT PRIMARY KEY, grams TEXT[] NOT NULL);
$POSTGRES CREATE FUNCTION issue_grams(s TEXT) RETURNS TEXT[] IMMUTABLE LANGUAGE sql AS 'SELECT ARRAY(SELECT DISTINCT substr(s, i, 3) FROM generate_series(1, length(s) - 2) i)';
$POSTGRES INSERT INTO issue_text (rowid, grams) SELECT id, issue_grams(search) FROM issues;
$POSTGRES CREATE INDEX issue_text_by_gram ON issue_text USING gin (grams);
$POSTGRES_BEGIN
$POSTGRES CREATE FUNCTION issue_text_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
$POSTGRES     IF TG_OP = 'DELETE' THEN DELETE FROM issue_text WHERE rowid = old.id; RETURN old; END IF;
$POSTGRES     INSERT INTO issue_text (rowid, grams) VALUES (new.id, issue_grams(new.search)) ON CONFLICT (rowid) DO UPDATE SET grams = excluded.grams;
$POSTGRES     RETURN new;
$POSTGRES END $$;
$POSTGRES_END
$POSTGRES CREATE TRIGGER issue_text_insert AFTER INSERT OR DELETE ON issues FOR EACH ROW EXECUTE FUNCTION issue_text_keep();
$POSTGRES CREATE TRIGGER issue_text_update AFTER UPDATE OF search ON issues FOR EACH ROW WHEN (old.search <> new.search) EXECUTE FUNCTION issue_text_keep();
