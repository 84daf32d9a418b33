// Package sentry speaks the protocol of Sentry SDKs: it takes in envelopes,
// bare events of old SDKs, browser security reports and minidumps, and decodes
// them into telemetry.
//
// On the request path the Handler checks the key, the limits and the framing,
// and spools the body as it came; the Decoder reads payloads later. Decoding
// follows what SDKs send rather than what is documented: a field of an odd shape
// is understood where possible and dropped with a note where not, and anything
// that is a JSON object gives an event. What Belfry does not keep is counted.
//
// The package owns no storage. It must not import features or other protocols;
// whatever it needs of them comes through the ingest.Door.
package sentry
