// Package duck is the embedded telemetry engine: DuckDB with one file per day
// of receipt and retention class.
//
// It owns the directory it is given: <class>/<day>.duckdb, each with the tables
// of its class and the highest sequence it has applied, and catalogue.json, a
// summary that only saves opening files and is rebuilt when missing. Files are
// attached when first needed, read-only once their day is over.
//
// A batch is one transaction per file. Commits go to the file's write-ahead
// log, which is folded in when it is large, when nothing is being appended, and
// when the day is over. DuckDB may not touch anything outside the directory,
// and its settings are locked before the first statement of a user.
//
// An error that makes DuckDB refuse further work (a full disk, a failed sync)
// replaces the whole instance; committed rows are read back from the logs. A
// file that cannot be read is set aside and reported; the others keep working.
//
// The package must not be imported by anything but the assembly: it links a C
// library.
package duck
