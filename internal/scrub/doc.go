// Package scrub removes secrets and personal data from telemetry before
// anything is stored.
//
// Two things give a secret away. By name: a value under a key such as password,
// api_key, Authorization or session_id is replaced whatever it is, in JSON at
// any depth, in headers, cookies, query strings, form bodies, variables and in
// text of the form key=value. By shape: bearer tokens, JSON web tokens, private
// keys, card numbers, passwords in URLs and the tokens of well-known vendors are
// replaced wherever they stand.
//
// What is replaced reads [Filtered]; e-mail and IP addresses, when a project
// wants them gone, read [email] and [ip]. Where a field is an address as such,
// as a user's is, it is emptied instead, so that a placeholder is never counted
// as a user. Names of cookies, headers and keys stay.
//
// Names are compared without regard to case, dashes and underscores, word by
// word where a part of a word would hit too much: token is a secret, token_count
// and tokenizer are not.
//
// Scrubbing is idempotent, keeps JSON valid and in order, and takes time linear
// in its input. The package is pure: it must never import anything but
// telemetry and the standard library.
package scrub
