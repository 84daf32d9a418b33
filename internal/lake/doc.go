// Package lake is the telemetry store: append-only tables of events, logs,
// spans, samples, check-ins and sessions, read through one small plan.
//
// It declares what every engine does (Engine), the rows that go in and the
// plans that come out; engines live in sub-packages (lake/duck) and must pass
// the suite in lake/laketest. Only this family knows which engine is used.
//
// Invariants: values are always bound, user text never becomes part of a
// statement; every plan names the projects it may see; rows are keyed by the
// spool sequence they came from, so that appending the same sequence again
// changes nothing.
//
// The package imports telemetry and errs only; it never links an engine.
package lake
