// Package telemetry is the vocabulary of everything that crosses the pipeline:
// events, logs, spans, samples, check-ins, sessions and what is attached to
// them.
//
// Every wire protocol is turned into these types before any other code sees
// it, and they say nothing about where they came from. Names of fields follow
// the OpenTelemetry semantic conventions where one exists. Free-form parts
// (extra, contexts, variables) are kept as JSON text, so that order, large
// numbers and odd types survive.
//
// The package does no I/O and imports only the standard library.
package telemetry
