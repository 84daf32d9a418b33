package scrub

import "bytes"

// A class says what kind of secret a key holds.
type class uint8

const (
	harmless class = iota
	weak           // often a secret, also an ordinary word: token, session
	strong         // always a secret: password, api_key
	header         // an Authorization header: all of its line is secret
	cookie         // a list of cookies: the values are secret
)

const maxKey = 64 // bytes of a key that are looked at, the last

// classify says what the name of a value gives away.
func (s *Scrubber) classify(key string) class {
	if len(key) > maxKey {
		key = key[len(key)-maxKey:]
	}
	if !s.own {
		if !grams.in(key) {
			return harmless
		}
		if c, ok := common[key]; ok {
			return c
		}
	}
	var w words
	w.split(key)
	if s.own {
		if s.safe[string(w.joined())] {
			return harmless
		}
		if s.isExtra(&w) {
			return strong
		}
	}
	return w.class()
}

// isExtra reports whether the words of a key contain one of the project's own
// names.
func (s *Scrubber) isExtra(w *words) bool {
	for _, x := range s.extra {
		if bytes.Contains(w.spaced(), x.spaced) || bytes.Equal(w.joined(), x.joined) {
			return true
		}
	}
	return false
}

// grams are the beginnings of the words that a secret's name is made of. A key
// without any of them is harmless, which is found out without splitting it.
var grams = newTrigrams(true, "pas", "pwd", "sec", "tok", "key", "aut", "coo", "ses", "sid", "csr", "xsr", "red", "ard", "cvv", "cvc",
	"ssn", "jwt", "bea", "dsn", "onn", "otp", "ccn", "amz", "oog")

// common are the classes of names that most events have, so that they are not
// worked out each time.
var common = func() map[string]class {
	m := map[string]class{}
	for _, k := range []string{
		"Authorization", "authorization", "Cookie", "cookie", "cookies", "Set-Cookie", "set-cookie", "HTTP_COOKIE", "HTTP_AUTHORIZATION",
		"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "x-forwarded-for", "x-forwarded-proto",
		"x-forwarded-host", "x-forwarded-port", "Forwarded", "Connection", "connection", "X-Csrf-Token", "X-Api-Key", "x-api-key",
		"Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User", "Sec-Ch-Ua", "Sec-Ch-Ua-Mobile", "Sec-Ch-Ua-Platform",
		"password", "passwd", "secret", "token", "access_token", "refresh_token", "csrf_token", "csrftoken", "api_key", "apiKey",
		"session", "sessionid", "session_id", "sid", "auth", "key", "keys", "author", "redis", "seconds", "connections",
	} {
		m[k] = normalise(k).class()
	}
	return m
}()

// words is a key in lower case, split where its case or separators say so: with
// a space around each word, and joined.
type words struct {
	space [2*maxKey + 2]byte
	join  [maxKey]byte
	n, m  int
}

func (w *words) spaced() []byte { return w.space[:w.n] }
func (w *words) joined() []byte { return w.join[:w.m] }

func (w *words) split(key string) {
	w.space[0], w.n = ' ', 1
	for i := 0; i < len(key); i++ {
		c := key[i]
		switch {
		case c == '%' && i+2 < len(key) && key[i+1] == '5': // %5B and %5D
			i += 2
			w.gap()
			continue
		case !isAlnum(c):
			w.gap()
			continue
		case isUpper(c):
			if i > 0 && (!isUpper(key[i-1]) || i+1 < len(key) && isLower(key[i+1])) {
				w.gap()
			}
			c |= 0x20
		}
		w.space[w.n], w.join[w.m] = c, c
		w.n++
		w.m++
	}
	w.gap()
}

func (w *words) gap() {
	if w.space[w.n-1] != ' ' {
		w.space[w.n] = ' '
		w.n++
	}
}

// has reports whether one of names, each between spaces, is among the words.
func (w *words) has(names ...string) bool {
	for _, n := range names {
		if bytes.Contains(w.spaced(), []byte(n)) {
			return true
		}
	}
	return false
}

// holds reports whether the joined words contain one of names.
func (w *words) holds(names ...string) bool {
	for _, n := range names {
		if bytes.Contains(w.joined(), []byte(n)) {
			return true
		}
	}
	return false
}

// is reports whether the joined words are one of names.
func (w *words) is(names ...string) bool {
	for _, n := range names {
		if string(w.joined()) == n {
			return true
		}
	}
	return false
}

// last returns the last word, first the first.
func (w *words) last() []byte {
	text := w.space[1 : w.n-1]
	return text[bytes.LastIndexByte(text, ' ')+1:]
}

func (w *words) first() []byte {
	text := w.space[1:w.n]
	return text[:bytes.IndexByte(text, ' ')]
}

// class decides. The order matters: what a value counts or measures is no
// secret, whatever it is the count of.
func (w *words) class() class {
	if w.m == 0 {
		return harmless
	}
	last := w.last()
	if len(last) < w.m && (measures[string(last)] || questions[string(w.first())]) {
		return harmless
	}
	switch {
	case w.holds("authorization", "proxyauth"):
		return header
	case string(last) == "cookie" || string(last) == "cookies" || w.holds("setcookie"):
		return cookie
	case w.isStrong(last):
		return strong
	case w.isWeak(last):
		return weak
	}
	return harmless
}

func (w *words) isStrong(last []byte) bool {
	if w.holds("password", "passwd", "passphrase", "passcode", "passwort", "apikey", "privatekey", "accesskey", "encryptionkey",
		"signingkey", "masterkey", "sshkey", "credential", "creditcard", "cardnumber", "ccnumber", "socialsecurity", "connectionstring",
		"connstr", "amzsignature", "googsignature", "secretkey") {
		return true
	}
	if w.holds("secret") && !w.holds("secretar") {
		return true
	}
	if string(last) == "pass" && passOwners[string(w.first())] {
		return true
	}
	return w.has(" pwd ", " ssn ", " cvv ", " cvv2 ", " cvc ", " cvc2 ", " otp ", " totp ", " jwt ") || w.is("dbpass", "userpass", "pgpass", "smtppass", "ccnum")
}

func (w *words) isWeak(last []byte) bool {
	switch string(last) {
	case "token", "auth", "bearer", "dsn":
		return true
	}
	switch {
	case w.holds("csrf", "xsrf", "sessionid", "sessid", "sessionkey", "sessiontoken", "sessiondata", "oauthverifier"):
		return true
	case w.has(" token ", " auth ") && holders[string(last)]:
		return true
	}
	return bytes.HasSuffix(w.joined(), []byte("token")) || w.is("session", "sid", "connectsid")
}

// measures are last words that make a key speak about a secret, not hold it.
var measures = set("count", "counts", "length", "len", "size", "type", "at", "expires", "expiry", "expiration", "expired", "expire",
	"enabled", "disabled", "required", "status", "state", "limit", "limits", "ttl", "age", "used", "usage", "remaining", "valid", "invalid",
	"policy", "strength", "attempts", "failures", "version", "method", "provider", "algorithm", "alg", "name", "names", "kind", "format",
	"index", "field", "fields", "label", "error", "errors", "exists", "present", "missing", "changed", "created", "updated", "duration",
	"domain", "issuer", "scope", "scopes", "rotation", "days", "hours", "minutes", "seconds", "ms", "timeout", "secure", "samesite",
	"cost", "budget", "rate", "ratio", "percent", "total", "min", "max", "avg", "start", "end", "started", "ended")

// questions are first words that make a key a yes or no, or a number.
var questions = set("is", "has", "had", "needs", "requires", "require", "use", "uses", "enable", "disable", "show", "hide", "allow", "max",
	"min", "num", "count", "total", "number", "should", "can", "forgot", "reset")

// holders are last words that make a key hold what the word before them says.
var holders = set("value", "data", "key", "code", "string", "raw", "hash", "header", "headers", "info")

// passOwners are what a pass belongs to when it is a password.
var passOwners = set("db", "database", "user", "smtp", "mail", "ftp", "admin", "root", "redis", "mysql", "pg", "ldap", "http", "login")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}
