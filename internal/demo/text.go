package demo

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
)

func number(n int) string { return strconv.Itoa(n) }

// plain is a name as it stands in an address.
func plain(s string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "ó", "o", "á", "a").Replace(s))
}

var gap = regexp.MustCompile(`\{[a-z]+\}`)

var (
	products = []string{"fjell-tent-2", "tarn-stove", "pine-pack-38", "ridge-boots", "moss-jacket", "beck-filter", "cairn-mat", "dusk-lamp"}
	skus     = []string{"TP-1042-M", "TP-2210", "TP-0387-XL", "TP-1188-42", "TP-3300", "TP-0971-S", "TP-4415"}
	coupons  = []string{"AUTUMN15", "WELCOME10", "FREESHIP", "CLUB-2026"}
)

// filled replaces the words in braces of a text. The same word becomes the same
// throughout one event.
func (m *moment) filled(s string) string {
	if !strings.Contains(s, "{") {
		return s
	}
	return gap.ReplaceAllStringFunc(s, func(word string) string {
		if m.words == nil {
			m.words = map[string]string{}
		}
		v, ok := m.words[word]
		if !ok {
			if v = m.word(word); v != word {
				m.words[word] = v
			}
		}
		return v
	})
}

func (m *moment) word(word string) string {
	r := m.rand
	switch word {
	case "{n}":
		return number(r.IntN(40) + 2)
	case "{id}":
		return number(r.IntN(900_000) + 100_000)
	case "{order}":
		return "2026-" + number(r.IntN(9000)+1000)
	case "{ms}":
		return number(r.IntN(9000) + 800)
	case "{product}":
		return products[r.IntN(len(products))]
	case "{sku}":
		return skus[r.IntN(len(skus))]
	case "{coupon}":
		return coupons[r.IntN(len(coupons))]
	case "{user}":
		return m.customer.id
	case "{country}":
		return m.customer.country
	case "{hex}":
		return hexOf(r, 8)
	case "{uuid}":
		return hexOf(r, 4) + "-" + hexOf(r, 2) + "-4" + hexOf(r, 2)[1:] + "-a" + hexOf(r, 2)[1:] + "-" + hexOf(r, 6)
	}
	return word // code that just has braces
}

const hexDigits = "0123456789abcdef"

// hexOf returns n random bytes in hexadecimal.
func hexOf(r *rand.Rand, n int) string {
	b := make([]byte, 2*n)
	for i := range b {
		b[i] = hexDigits[r.IntN(16)]
	}
	return string(b)
}
