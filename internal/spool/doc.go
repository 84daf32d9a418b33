// Package spool is a crash-safe queue of records in a directory: the journal
// that makes what was acknowledged durable.
//
// Append returns once its record is on the disk; concurrent appenders share one
// fdatasync. Every record has a sequence number, counted from 1 and never used
// twice. Readers see durable records only, in order, each from where it likes;
// Trim forgets from the old end, in whole segment files.
//
// # On disk
//
// A directory holds ID (who this spool is), LOCK (held while open) and segments
// named by the sequence number of their first record. A segment is a header of
// 48 bytes and records of a header of 24 bytes and their data. All checksums are
// CRC-32C; those of record headers start from a salt made of the spool's random
// id and the segment's first number, so that bytes which a client sent can never
// pass for a record when the reader looks for the next good one after damage.
//
// A record also tells how many records before it were not yet durable when it
// was written. That separates the two kinds of bad records at the end of a
// segment: nothing after a torn write says that the write was ever synced, so it
// was never acknowledged and is cut off on Open; damage which a later record
// proves to be acknowledged is kept, logged, and reported to readers as a
// *CorruptError, which they can Skip.
//
// # Failing disks
//
// A failed write or sync acknowledges nothing. When the disk is full the partial
// write is cut off and later appends work as soon as there is room. After a
// failed sync the segment is never synced again: its durable part is read back
// from the disk, and only if that is whole does the spool go on, in a new
// segment.
//
// The package owns the files of its directory and nothing else. It imports only
// errs, the standard library and golang.org/x/sys, starts no goroutine (the
// caller runs Run) and knows no product word: records are bytes.
package spool
