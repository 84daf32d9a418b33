// Package app assembles the program: configuration, stores, services, edges.
//
// New calls the constructors top to bottom, which makes it the best tour of the
// system; Run starts the services in order and stops them in reverse. It is the
// only package that sees everything and the only one that reads the
// environment.
package app
