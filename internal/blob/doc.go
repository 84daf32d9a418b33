// Package blob keeps files by the SHA-256 of what is in them: attachments and,
// later, source maps.
//
// Storing the same bytes again costs nothing. A file appears under its name
// only when all of it is on disk, so that a crash leaves either the whole file
// or a temporary one, which the next Open removes.
//
// The package owns the directory it is given. It imports errs only and knows no
// product word.
package blob
