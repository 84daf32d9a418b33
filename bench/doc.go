// Command bench measures the whole program, bin/belfry, against the limit of
// the machine it runs on, in the same run: a bare HTTP handler that only
// inflates the body, appends it to a file and shares an fsync.
//
// It sends to loopback only, with a load generator in its own process that
// writes requests by hand to leave the cores to the server. Results are ratios
// first; the figures of one run are in README.md.
package main
