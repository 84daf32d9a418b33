// Package feed is the append-only list of what changed, for everything that
// reacts to changes: rules, assistants, pages that are open.
//
// Whoever changes something appends to the feed in the same transaction, once
// per thing and transaction, and wakes the readers after the commit. Readers ask
// for what comes after the sequence they have seen; sequences have no gaps and
// become visible in their order, on both engines and with several writers. A
// reaction that must survive a restart keeps a named cursor here.
//
// The package owns the tables feed, feed_head and feed_cursors. It imports db
// and errs only and knows no product word.
package feed
