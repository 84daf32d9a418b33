// Package errs gives errors a kind, an operation and a message that may be shown.
//
// A kind says what went wrong in terms a caller can act on; edges turn it into
// an HTTP status or an exit code in one place. The public message is written
// for the person who made the request; everything else in the chain is for the
// log. Functions either return an error or log it, never both.
//
// The package imports only the standard library and must know no product word.
package errs
