package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
)

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// tokenLength gives 190 bits.
const tokenLength = 32

// NewToken returns a new random token of letters and digits after prefix.
func NewToken(prefix string) string {
	token := make([]byte, 0, len(prefix)+tokenLength)
	token = append(token, prefix...)
	for buf := make([]byte, 2*tokenLength); len(token) < cap(token); {
		_, _ = rand.Read(buf) // never fails
		for _, b := range buf {
			// 248 is the largest multiple of 62 in a byte: the rest would favour
			// the first letters.
			if b < 248 && len(token) < cap(token) {
				token = append(token, alphabet[b%62])
			}
		}
	}
	return string(token)
}

// NewHex returns n random bytes as hex digits.
func NewHex(n int) string {
	buf := make([]byte, n)
	_, _ = rand.Read(buf) // never fails
	return hex.EncodeToString(buf)
}

// Hash returns what is stored of a token: the token itself has enough entropy
// for a fast hash.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Equal compares in a time that depends on the lengths only.
func Equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
