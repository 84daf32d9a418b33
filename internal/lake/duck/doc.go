// Package duck is the embedded telemetry engine: DuckDB with one file per day
// of receipt and retention class.
//
// It owns the directory it is given: <class>/<day>.duckdb with the tables of the
// class, <class>/<day>.duckdb.payload with the payloads of its events, and
// catalogue.json, a summary that only saves opening files and is rebuilt when
// missing. Files are attached when first needed, read-only once their day is
// over.
//
// The rows of a batch are one transaction per table and file. They carry their
// sequence and are stored in its order, so that the rows themselves say which
// sequences have been applied. Commits go to the file's write-ahead log, which
// is folded in when it is large, when nothing is being appended, and when the
// day is over. DuckDB may not touch anything outside the directory, and its
// settings are locked before the first question.
//
// An error that makes DuckDB refuse further work (a full disk, a failed sync)
// replaces the whole instance; committed rows are read back from the logs. A
// file that cannot be read is set aside and reported; the others keep working.
//
// The package must not be imported by anything but the assembly: it links a C
// library.
package duck
