// Package query turns what pages need into plans of the lake, and the rows that
// come back into types.
//
// Events of an issue stand in one strict order, by time and then by id, so that
// pages and neighbours agree whatever happened at the same moment. The plans
// take a range of time wherever the caller knows one: it is what lets an engine
// leave out most of what it has.
//
// The package runs nothing and does no I/O; it imports lake and telemetry.
package query
