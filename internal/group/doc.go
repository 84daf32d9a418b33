// Package group decides which issue an event belongs to and what that issue is
// called.
//
// It gives every event a hash, a title and a culprit, and records the parts
// that were hashed, so that a person can see why two events were taken for the
// same problem. What must not split an issue is normalised away first: line
// numbers, build hashes, generated names, ids and numbers in messages.
//
// # How an event is grouped
//
// The first of these that has something to say decides:
//
//  0. rule: the first rule of the project that matches.
//  1. fingerprint: what the SDK sent; {{ default }} stands for the hash that the
//     steps below give.
//  2. security: of a policy report the directive and the blocked host, of a
//     network error report its type and host.
//  3. stack: exception types of the whole chain and the application's own
//     frames. With no such frame, the innermost frames of the last exception.
//  4. exception: types and the masked message of the exception, when frames are
//     missing or minified. A browser stack whose innermost frame is minified
//     counts as missing: its readable rest would be somebody's library.
//  5. message: the template if there is one, else the text, masked.
//  6. fallback: platform, level and logger; never something unique, so that
//     nameless events make one issue and not thousands.
//
// A message with a stack attached is grouped by its words: a stack of the line
// that logs says less than what was logged.
//
// # Exception groups
//
// The members of a group are its exceptions that are not groups themselves,
// each with its own causes. Members that come to the same are one; if only one
// is left, the group wrapper is ignored and the event joins the issue of that
// exception raised alone. Otherwise the wrapper's type and the members, sorted,
// are hashed. Suppressed exceptions are never part of the hash.
//
// # Versions
//
// A version, once released, must go on giving the same hashes. A changed rule
// is a new version beside the old one; Current names the one that new projects
// get. The hash does not contain the version, so what both group alike stays
// together.
//
// The package is pure: no I/O, no clock, no state. It must never import
// anything but telemetry and the standard library.
package group
