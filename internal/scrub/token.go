package scrub

import "strings"

// A pattern is a kind of token that is known by how it begins.
type pattern struct {
	prefix string
	min    int  // bytes that follow at least
	keep   bool // the prefix is no secret: an address that a token is part of
	digit  bool // a digit must be among the bytes: the prefix is too short to be sure
}

var patterns = []pattern{
	{prefix: "ghp_", min: 20},
	{prefix: "gho_", min: 20},
	{prefix: "ghu_", min: 20},
	{prefix: "ghs_", min: 20},
	{prefix: "ghr_", min: 20},
	{prefix: "github_pat_", min: 20},
	{prefix: "glpat-", min: 16},
	{prefix: "gldt-", min: 16},
	{prefix: "glrt-", min: 16},
	{prefix: "glptt-", min: 16},
	{prefix: "xoxa-", min: 8},
	{prefix: "xoxb-", min: 8},
	{prefix: "xoxe-", min: 8},
	{prefix: "xoxp-", min: 8},
	{prefix: "xoxr-", min: 8},
	{prefix: "xoxs-", min: 8},
	{prefix: "xapp-", min: 16, digit: true},
	{prefix: "sk_live_", min: 10},
	{prefix: "sk_test_", min: 10},
	{prefix: "rk_live_", min: 10},
	{prefix: "rk_test_", min: 10},
	{prefix: "whsec_", min: 16},
	{prefix: "sk-", min: 20, digit: true},
	{prefix: "AIza", min: 30},
	{prefix: "ya29.", min: 20},
	{prefix: "bfy_", min: 16},
	{prefix: "npm_", min: 30},
	{prefix: "pypi-", min: 32},
	{prefix: "dckr_pat_", min: 20},
	{prefix: "hf_", min: 30},
	{prefix: "shpat_", min: 20},
	{prefix: "shpss_", min: 20},
	{prefix: "shpca_", min: 20},
	{prefix: "shppa_", min: 20},
	{prefix: "dop_v1_", min: 32},
	{prefix: "xkeysib-", min: 32},
	{prefix: "sq0atp-", min: 20},
	{prefix: "sq0csp-", min: 20},
	{prefix: "lin_api_", min: 20},
	{prefix: "PMAK-", min: 20, digit: true},
	{prefix: "NRAK-", min: 20},
	{prefix: "glsa_", min: 20},
	{prefix: "glc_", min: 30},
	{prefix: "hvs.", min: 20},
	{prefix: "gsn_", min: 32},
	{prefix: "sntrys_", min: 20},
	{prefix: "sntryu_", min: 20},
	{prefix: "rubygems_", min: 32},
	{prefix: "AGE-SECRET-KEY-", min: 20},
	{prefix: "hooks.slack.com/services/", min: 20, keep: true},
	{prefix: "discord.com/api/webhooks/", min: 20, keep: true},
}

// separators are the bytes that are looked at wherever they stand. None of them
// is the second byte of a token, so that tokens are found in their order.
const separators = "=:@->0123456789"

// tokenGrams finds where a token may begin, and the separators.
var tokenGrams = func() *trigrams {
	grams := []string{"eyJ", "AKI", "ASI", "SG.", "Bea", "bea", "BEA", "Bas", "bas", "BAS", "Pas", "pas", "PAS", "Ide", "ide", "IDE"}
	for _, p := range patterns {
		grams = append(grams, p.prefix)
	}
	t := newTrigrams(false, grams...)
	for i := range len(separators) {
		t[2][separators[i]] |= always
	}
	return t
}()

// byFirst are the patterns by the first byte of their prefix.
var byFirst = func() (t [256][]pattern) {
	for _, p := range patterns {
		t[p.prefix[0]] = append(t[p.prefix[0]], p)
	}
	return t
}()

// token removes the token that begins here, if one does.
func (t *texter) token() {
	start := t.i
	if isWordByte(t.before(start)) {
		return
	}
	switch t.in[start] {
	case 'B', 'b':
		if t.scheme(start) {
			return
		}
	case 'A':
		if t.amazon(start) {
			return
		}
	case 'S':
		if t.sendgrid(start) {
			return
		}
	case 'e':
		t.webToken(start)
		return
	case 'P', 'p', 'I', 'i':
		if t.statement(start) {
			return
		}
	}
	candidates := byFirst[t.in[start]]
	for k := range candidates {
		if p := &candidates[k]; t.follows(start, p.prefix) && t.vendor(start, p) {
			return
		}
	}
}

func (t *texter) vendor(start int, p *pattern) bool {
	body := start + len(p.prefix)
	ok := isTokenByte
	if p.keep {
		ok = isPathByte
	}
	sample := t.spanMax(body, ok, 64)
	if sample-body < p.min || p.digit && !hasDigit(t.in[body:sample]) {
		return false
	}
	if p.keep {
		start = body
	}
	t.put(start, t.spanOf(sample, ok), filtered)
	return true
}

// amazon removes an access key id: four letters and sixteen more.
func (t *texter) amazon(start int) bool {
	if !t.follows(start, "AKIA") && !t.follows(start, "ASIA") {
		return false
	}
	end := t.spanOf(start, func(c byte) bool { return isUpper(c) || isDigit(c) })
	if end-start != 20 || isTokenByte(t.byteAt(end)) {
		return false
	}
	t.put(start, end, filtered)
	return true
}

// sendgrid removes SG.….….
func (t *texter) sendgrid(start int) bool {
	if !t.follows(start, "SG.") {
		return false
	}
	dot := t.spanMax(start+3, isTokenByte, 256)
	if dot-start < 19 || t.byteAt(dot) != '.' {
		return false
	}
	end := t.spanMax(dot+1, isTokenByte, 256)
	if end-dot < 17 {
		return false
	}
	t.put(start, t.spanOf(end, isTokenByte), filtered)
	return true
}

// webToken removes a JSON web token: its first part is a JSON object, which
// always begins alike in base 64.
func (t *texter) webToken(start int) {
	if start < t.noToken || !t.follows(start, "eyJ") {
		return
	}
	end := t.spanOf(start, isTokenByte)
	if end-start < 10 || t.byteAt(end) != '.' {
		t.noToken = end // nor does one begin further in
		return
	}
	body := t.spanOf(end+1, isTokenByte)
	if body-end < 6 {
		t.noToken = end
		return
	}
	for end = body; t.byteAt(end) == '.'; {
		end = t.spanOf(end+1, isTokenByte)
	}
	if t.in[end-1] == '.' {
		end--
	}
	t.put(start, end, filtered)
}

// scheme removes what follows Bearer and Basic. A plain word does not: "basic
// authentication" is no secret.
func (t *texter) scheme(start int) bool {
	var end int
	switch {
	case len(t.in)-start > 7 && strings.EqualFold(t.in[start:start+7], "bearer "):
		end = start + 7
	case len(t.in)-start > 6 && strings.EqualFold(t.in[start:start+6], "basic "):
		end = start + 6
	default:
		return false
	}
	from := t.spanOf(end, func(c byte) bool { return c == ' ' })
	to := t.spanOf(from, isCredentialByte)
	for to > from && t.in[to-1] == '.' {
		to--
	}
	if to-from < 8 || isWord(t.in[from:to]) {
		return false
	}
	t.put(from, to, filtered)
	return true
}

// statement removes the quoted value behind PASSWORD and IDENTIFIED BY, as in
// SQL.
func (t *texter) statement(start int) bool {
	for _, words := range [...]string{"password ", "identified by "} {
		end := start + len(words)
		if end < len(t.in) && isQuote(t.in[end]) && strings.EqualFold(t.in[start:end], words) && !t.source {
			t.quoted(end, t.in[end])
			return true
		}
	}
	return false
}

// isWord reports whether s is letters of one case, but for the first: something
// to be read. Dashes may join such words.
func isWord(s string) bool {
	for i := range len(s) {
		if !isLower(s[i]) && s[i] != '-' && s[i] != '_' && s[i] != '.' && (i > 0 || !isUpper(s[i])) {
			return false
		}
	}
	return true
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if isDigit(s[i]) {
			return true
		}
	}
	return false
}

// dash removes private keys, and the value behind --password.
func (t *texter) dash() {
	start := t.i
	if t.follows(start, "-----BEGIN ") {
		t.privateKey(start)
		return
	}
	end := t.spanOf(start, func(c byte) bool { return c == '-' })
	if t.i = end; end-start != 2 || start > 0 && !isSpace(t.before(start)) && !isQuote(t.before(start)) {
		return
	}
	name := t.spanOf(end, isTokenByte)
	if name == end || t.byteAt(name) != ' ' || t.byteAt(name+1) == '-' || t.s.classify(t.in[end:name]) == harmless {
		return
	}
	from := name + 1
	if to := t.bareEnd(from); to > from && !t.follows(from, filtered) {
		t.put(from, to, filtered)
	}
}

// privateKey removes a PEM block that holds a private key, to its end or, when
// it was cut, to the end of the text.
func (t *texter) privateKey(start int) {
	t.i = start + len("-----BEGIN ")
	label := t.in[t.i:min(len(t.in), t.i+40)]
	if before, _, ok := strings.Cut(label, "-----"); !ok || !strings.Contains(before, "PRIVATE KEY") {
		return
	}
	end := len(t.in)
	if k := strings.Index(t.in[t.i:], "-----END "); k >= 0 {
		end = t.i + k + len("-----END ")
		if k = strings.Index(t.in[end:min(len(t.in), end+40)], "-----"); k >= 0 {
			end += k + len("-----")
		}
	}
	t.put(start, end, filtered)
}
