package spool

import (
	"errors"
	"fmt"

	"belfry/internal/errs"
)

// The errors of Append. None of them leaves anything of the record behind.
var (
	// ErrFull means that the spool's own limit or the disk is reached.
	ErrFull = errs.New(errs.Limited, "The intake buffer is full. Try again later.")
	// ErrTooLarge means that the record is larger than MaxRecord.
	ErrTooLarge = errs.New(errs.TooLarge, "The request is larger than the intake accepts.")
	// ErrClosed means that the spool has stopped.
	ErrClosed = errs.New(errs.Unavailable, "The server is shutting down. Try again later.")
	// ErrFailed means that the disk did not take the record; the chain tells why.
	ErrFailed = errs.New(errs.Unavailable, "The server cannot write to its disk. Try again later.")
)

// The errors of Open and of readers.
var (
	// ErrLocked means that another process has the directory open.
	ErrLocked = errors.New("spool: the directory is in use by another process")
	// ErrTrimmed is in the chain of a CorruptError whose records were trimmed.
	ErrTrimmed = errors.New("the records were trimmed")
	// ErrAhead means that a reader wants a record beyond the next one to be
	// written: the directory is not the one that it read before, or an older copy.
	ErrAhead = errors.New("spool: the reader is ahead of the spool")
)

// CorruptError tells that a range of records cannot be read. Reader.Skip goes on
// behind it.
type CorruptError struct {
	Segment string // name of the file
	Offset  int64  // where in it the damage begins
	First   uint64 // the first record that is lost
	Last    uint64 // the last record that is lost
	Err     error  // what is wrong with the first
}

// Error implements error.
func (e *CorruptError) Error() string {
	return fmt.Sprintf("spool: records %d to %d are lost (%s, offset %d): %v", e.First, e.Last, e.Segment, e.Offset, e.Err)
}

// Unwrap returns what is wrong with the first lost record.
func (e *CorruptError) Unwrap() error { return e.Err }

// What can be wrong with a record.
var (
	errCut    = errors.New("the segment ends within the record")
	errHeader = errors.New("wrong header checksum")
	errNumber = errors.New("wrong sequence number")
	errData   = errors.New("wrong data checksum")
	errGone   = errors.New("the segment ends before the record")
)

// damaged reports whether err is about the bytes of a record, not about reading.
func damaged(err error) bool {
	return errors.Is(err, errCut) || errors.Is(err, errHeader) || errors.Is(err, errNumber) || errors.Is(err, errData)
}
