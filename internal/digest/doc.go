// Package digest is the pipeline: it reads what the door acknowledged from the
// spool and turns it into rows of the lake and changes of issues.
//
// Digester.prepare and Digester.store list the steps in order: decode, scrub,
// group; drop what was counted before, keep the files, append to the lake, and one
// transaction that counts the issues, announces them on the feed and moves the
// progress. A turn is prepared while the one before is stored.
//
// Invariant: an acknowledged event takes effect exactly once. The lake skips
// sequences that it holds; the transaction moves the progress together with
// the counters; the spool is trimmed only past both.
//
// It owns the tables digest_progress and poison. It must never import a
// protocol: decoding is handed in as a function.
package digest
