// Package secret makes and checks credentials: random tokens, of which only a
// hash is kept, and passwords.
//
// Comparisons take the same time whether or not the secret is right. Hashing a
// password is slow and takes memory on purpose; how many run at once is bounded.
//
// The package imports errs only and knows no product word.
package secret
