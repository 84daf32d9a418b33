// Package project keeps projects, the unit of isolation and access, and the
// keys that their events come in with.
//
// It owns the tables projects, project_keys and discards, and those of what
// people make of the list: groups, favorites, places. Intake asks it on
// every request (Authenticate, Settings), so the answers come from a snapshot
// in memory that is renewed at once when this process changes something and
// within seconds when another one does. What was not kept is counted in memory
// and written every few seconds.
//
// Ids of projects are small integers that are never used twice. The package
// serves no HTTP and imports no feature but account.
package project
