// Package laketest says what a telemetry engine does: Run is a suite that every
// lake.Engine must pass, and Memory is the reference that it compares answers
// with.
//
// Memory keeps rows in slices and evaluates plans row by row. It is also the
// engine for tests of other packages, which need a lake but not its C library.
//
// The package must not import an engine.
package laketest
