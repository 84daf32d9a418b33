-- owner: db
-- +goose Up
-- Facts about this installation as a whole, such as the id it goes by.
CREATE TABLE instance (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
