// Package ingest is the door: what every intake protocol shares between the
// network and the spool, and the way back from the spool to telemetry.
//
// On the request path a protocol asks the Door to admit the client (flood and
// disk limits), to check its key and quota, and to read the body within bounds;
// the protocol looks at the framing only, and the Door hands the bytes as they
// were received, with a Record in front, to the spool. Nothing is answered
// before the spool says that they are durable. Later a Decoder turns records
// into telemetry with the functions that the protocols registered.
//
// The package owns the Record encoding, the limits, the decompressors and Tree,
// a tolerant JSON reader for payloads of clients that cannot be changed any
// more. Protocols live in sub-packages.
//
// It must not import the features it serves: keys, the spool and the counters
// arrive as functions.
package ingest
