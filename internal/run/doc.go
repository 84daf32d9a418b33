// Package run starts and stops the long-lived parts of the program.
//
// It is the only place that starts goroutines which outlive a call: a Group
// starts its services in order, watches them, and stops them in reverse order.
// A panic in a service becomes an error that stops the group, with the stack in
// the log; it never takes the process down silently.
//
// The package imports only errs and the standard library and knows no product
// word.
package run
