// Package optest is a bench for operations: a throw-away instance with a few
// callers, requests written as one line, and answers that are checked against
// the documented schema.
package optest
