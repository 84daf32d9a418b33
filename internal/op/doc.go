// Package op is everything a caller may do: each operation has a name, a method
// and path, a typed request and response, a permission, its documentation and
// the function that does it.
//
// From the one table (Ops.Table) come the HTTP routes and openapi.yaml, which is
// a golden file and the source of the web client. An operation checks nothing
// about permissions itself: the wrapper made by define does, then runs the
// function and turns its error into a problem (RFC 9457).
//
// Operations compose the features below them; they own no table and run no SQL.
// The package serves no HTTP: api mounts the table. It must never import an
// edge (api, ingest, mcp) or app.
package op
