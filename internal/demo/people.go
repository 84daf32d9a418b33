package demo

import (
	"math/rand/v2"

	"belfry/internal/account"
)

// The people who look after the programs.
const (
	maya = iota
	tomas
	priya
	jonas
	aiko
	sam
)

// A Person is one of the cast.
type Person struct {
	Name, Email string
	Role        account.Role
	programs    []string // the only projects that they see; empty: all
}

// People are the cast; the first one owns everything.
var People = []Person{
	maya:  {"Maya Lindqvist", "maya@tarnandpine.example", account.RoleOwner, nil},
	tomas: {"Tomás Ribeiro", "tomas@tarnandpine.example", account.RoleAdmin, nil},
	priya: {"Priya Nair", "priya@tarnandpine.example", account.RoleMember, nil},
	jonas: {"Jonas Weber", "jonas@tarnandpine.example", account.RoleMember, nil},
	aiko:  {"Aiko Tanaka", "aiko@tarnandpine.example", account.RoleMember, nil},
	sam:   {"Sam Okafor", "sam@tarnandpine.example", account.RoleMember, []string{"Back office", "Returns portal"}},
}

// A customer is a user of the programs. Addresses are those that RFC 5737 keeps
// for documentation.
type customer struct {
	id, name, email, ip, city, country string
	agent                              agent
}

type agent struct {
	browser, version, os, osVersion, device, text string
}

var agents = []agent{
	{"Chrome", "142.0.0", "Windows", "11", "", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"},
	{"Safari", "26.1", "iOS", "26.1", "iPhone", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1"},
	{"Chrome Mobile", "142.0.0", "Android", "16", "Pixel 9", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"},
	{"Firefox", "145.0", "Ubuntu", "", "", "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"},
	{"Safari", "26.0", "macOS", "15.7", "Mac", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"},
	{"Edge", "141.0.0", "Windows", "10", "", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0"},
}

var places = [][2]string{
	{"Bergen", "NO"},
	{"Porto", "PT"},
	{"Leeds", "GB"},
	{"Innsbruck", "AT"},
	{"Lyon", "FR"},
	{"Utrecht", "NL"},
	{"Kraków", "PL"},
	{"Galway", "IE"},
	{"Tartu", "EE"},
	{"Bilbao", "ES"},
}

var (
	firstNames = []string{"Nora", "Luca", "Ines", "Oskar", "Freya", "Mateo", "Hanna", "Emil", "Sofia", "Jakub", "Clara", "Theo", "Alma", "Viktor", "Ruth", "Pavel"}
	lastNames  = []string{"Berg", "Costa", "Hughes", "Lang", "Moreau", "Visser", "Nowak", "Byrne", "Saar", "Etxeberria", "Keller", "Rossi", "Dahl", "Marsh"}
)

// customers returns n of them.
func customers(r *rand.Rand, n int) []customer {
	all := make([]customer, n)
	for i := range all {
		first, last := firstNames[r.IntN(len(firstNames))], lastNames[r.IntN(len(lastNames))]
		place := places[r.IntN(len(places))]
		all[i] = customer{
			id: number(10_000 + r.IntN(80_000)), name: first + " " + last,
			email: plain(first+"."+last) + number(r.IntN(90)+10) + "@example.org",
			ip:    [...]string{"192.0.2.", "198.51.100.", "203.0.113."}[r.IntN(3)] + number(r.IntN(254)+1),
			city:  place[0], country: place[1], agent: agents[r.IntN(len(agents))],
		}
	}
	return all
}
