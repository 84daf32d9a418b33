package scrub

// An alphabet is a bit of alphabets.
type alphabet uint8

const (
	wordBytes  alphabet = 1 << iota // letters, digits and underscores
	tokenBytes                      // what tokens are written in
	keyBytes                        // what the names of values are written in
	bareBytes                       // what a value without quotes is written in
	hexBytes
	spaceBytes
	aroundKey  // what may stand between a name and its separator
	comparison // what makes a = behind it no assignment
)

// alphabets tells with one look-up which alphabets a byte is of.
var alphabets = func() (t [256]alphabet) {
	add := func(a alphabet, bytes string) {
		for i := range len(bytes) {
			t[bytes[i]] |= a
		}
	}
	const digits, hexes = "0123456789", "abcdefABCDEF"
	const alnum = digits + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for c := ' ' + 1; c < 256; c++ {
		t[c] = bareBytes
	}
	for _, c := range []byte(",;&\"'`<>)]}|\\") {
		t[c] = 0
	}
	add(wordBytes, alnum+"_")
	add(tokenBytes, alnum+"_-")
	add(keyBytes, alnum+"_-.[]$%@")
	add(hexBytes, digits+hexes)
	add(spaceBytes, " \t\n\r")
	add(aroundKey, "\"'`])\\")
	add(comparison, "=!<>~^")
	return t
}()

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isDigit(c byte) bool { return c-'0' <= 9 }
func isAlnum(c byte) bool { return isWordByte(c) && c != '_' }
func isHex(c byte) bool   { return alphabets[c]&hexBytes != 0 }
func isSpace(c byte) bool { return alphabets[c]&spaceBytes != 0 }
func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

func isWordByte(c byte) bool  { return alphabets[c]&wordBytes != 0 }
func isTokenByte(c byte) bool { return alphabets[c]&tokenBytes != 0 }
func isKeyByte(c byte) bool   { return alphabets[c]&keyBytes != 0 }
func isBareByte(c byte) bool  { return alphabets[c]&bareBytes != 0 }

func isPathByte(c byte) bool  { return isTokenByte(c) || c == '/' }
func isBackslash(c byte) bool { return c == '\\' }

// isCredentialByte reports whether c is of the alphabet of bearer tokens.
func isCredentialByte(c byte) bool {
	return isTokenByte(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '='
}
