// Package db opens the relational store, SQLite or PostgreSQL, and gives both
// the same face: placeholders, transactions, migrations.
//
// Statements are plain SQL with ? placeholders, written so that both engines
// run them; they live next to the methods that use them, in the packages that
// own the tables. A *DB is the pool or one transaction, so that work composes:
// an exported method opens the transaction, an unexported one works in it.
//
// Migrations are forward only, numbered, one per file in migrations/, and begin
// with an "-- owner: <package>" line; nobody else writes the tables made there.
// $ID, $KEY and $BLOB stand for the engine's spelling of an assigned 64-bit key,
// of a given one and of bytes; $CLUSTERED, after the closing parenthesis of a
// table of narrow rows, keeps them in the order of their key where that exists.
//
// The package imports errs only and knows no product word.
package db
