// Package archtest holds the rules of the house as tests: who may import whom,
// who writes which table, where goroutines start, how large files may grow.
//
// It contains tests only and imports the standard library only.
package archtest
