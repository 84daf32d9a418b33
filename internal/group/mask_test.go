package group_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"belfry/internal/group"
)

func TestMask(t *testing.T) {
	t.Parallel()
	check := func(in, want string) {
		t.Helper()
		if got := group.Mask(in); got != want {
			t.Errorf("Mask(%q)\n got %q\nwant %q", in, got, want)
		}
	}
	// numbers
	check("user 17 not found", "user <num> not found")
	check("took 3.5 of 1,234,567 (-12)", "took <num> of <num> (<num>)")
	check("got 1e-9, 6.02E+23", "got <num>, <num>")
	check("status=404", "status=<num>")
	check("row #12", "row #<num>")
	check("items[3].price", "items[<num>].price")
	check("worker12 of shard_7 on node-3", "worker<num> of shard_<num> on node-<num>")
	check("user_12345_x", "user_<num>_x")
	check("order10293", "order<num>")
	check("at app.js:120:15", "at app.js:<num>:<num>")
	check("line 3, column 1", "line <num>, column <num>")
	// ids
	check("id 550e8400-e29b-41d4-a716-446655440000!", "id <uuid>!")
	check("id {f47ac10b-58cc-4372-a567-0e02b2c3d479}", "id {<uuid>}")
	check("ptr 0x7ffd5e3c at 0XFF", "ptr <hex> at <hex>")
	check("commit 3f2a1b4 of d41d8cd98f00b204e9800998ecf8427e", "commit <hex> of <hex>")
	check("document 507f1f77bcf86cd799439011", "document <hex>")
	check("charge ch_3Nk2Xz2eZvKYlo2C failed", "charge <id> failed")
	check("job 01HZXW5V0M3QF8R2T6Y9B4K7ND", "job <id>")
	check("<Foo object at 0x7f3c2a1b>", "<Foo object at <hex>>")
	// dates and times
	check("at 2026-03-04T05:06:07.123Z", "at <date>")
	check("at 2026-03-04 05:06:07+01:00 ok", "at <date> ok")
	check("on 2026-03-04", "on <date>")
	check("on 2026/03/04", "on <date>")
	check("on 04.03.2026, at 05:06", "on <date>, at <time>")
	check("on 3/4/2026 5:06 PM", "on <date>")
	check("Mon, 04 Mar 2026 05:06:07 GMT", "<date>")
	check("since Mar  4 05:06:07", "since <date>")
	check("until 4 March 2026", "until <date>")
	check("on March 4th, 2026.", "on <date>.")
	check("at 05:06:07", "at <time>")
	check("at 23:59:59.999Z", "at <time>")
	check("ratio 3:1", "ratio <num>:<num>")
	check("you may retry 3 times", "you may retry <num> times")
	// durations and sizes
	check("took 12ms", "took <duration>")
	check("took 1h30m2.5s", "took <duration>")
	check("timeout of 3000ms exceeded", "timeout of <duration> exceeded")
	check("used 512MB of 2GiB (25%)", "used <size> of <size> (<size>)")
	check("30 seconds", "<num> seconds")
	// versions
	check("needs v1.2.3", "needs <version>")
	check("needs 1.2.3-rc.1", "needs <version>")
	check("python 3.11", "python <num>")
	// addresses
	check("dial tcp 10.0.3.17:5432: refused", "dial tcp <ip>: refused")
	check("from 192.168.1.0/24", "from <ip>")
	check("from 2001:db8::ff00:42:8329", "from <ip>")
	check("[::1]:8080", "[<ip>]:<num>")
	check("fe80::1ff:fe23:4567:890a%eth0", "<ip>%eth0")
	check("mac 00:1B:44:11:3A:B7", "mac <mac>")
	check("connect db.internal:5432 failed", "connect <host> failed")
	check("localhost:8000", "<host>")
	check("redis:6379", "redis:<num>")
	check("main.py:12", "main.py:<num>")
	check("mail ann.lee+x@example.co.uk bounced", "mail <email> bounced")
	check("<ann@example.com>", "<<email>>")
	// urls and paths
	check("GET https://api.example.com/v1/charges/17?x=1 failed", "GET <url> failed")
	check("see (https://example.com/a).", "see (<url>).")
	check("open /var/lib/app/data.db: no such file", "open <path>: no such file")
	check("open ./conf/app.toml", "open <path>")
	check("open ~/x", "open <path>")
	check(`open C:\Users\ann\x.txt failed`, "open <path> failed")
	check(`open \\srv\share\x`, "open <path>")
	check("No route matches [GET] /users/17/edit", "No route matches [GET] <path>")
	check("in src/shop/cart.py:12:3", "in <path>")
	check("in lib/cart.rb", "in <path>")
	// quoted values
	check(`KeyError: 'user_id'`, "KeyError: <str>")
	check(`column "a b" of relation "users"`, "column <str> of relation <str>")
	check("undefined method `total' for nil", "undefined method <str> for nil")
	check("empty ''", "empty <str>")
	check("Feld „Name“ fehlt", "Feld <str> fehlt")
	check("no “such” thing", "no <str> thing")
	check(`it isn't 'here'`, `it isn't <str>`)
	check(`{"id":17,"name":"x"}`, `{<str>:<num>,<str>:<str>}`)
	// what must stay
	keep := func(in string) { t.Helper(); check(in, in) }
	keep("Cannot read properties of undefined")
	keep("don't panic, it's the users' fault")
	keep("utf8 and base64 with sha256 over HTTP/1.1 in UTF-8")
	keep("x86_64, int64, md5, ipv4, i18n, k8s, OAuth2, es2015")
	keep("ORA-00942: table or view does not exist")
	keep("SQLSTATE[42S02]")
	keep("either and/or both, n/a")
	keep("application/json is not text/html")
	keep("deadbeef cafe added facade")
	keep("Foo::Bar A::B std::vector")
	keep(`App\Models\User::find`)
	keep("com.acme.shop.Cart$Item")
	keep("</div> is not closed")
	keep("a - b + c")
	keep("ECONNREFUSED EPIPE")
	keep("Überprüfung für Zürich")
	keep("")
}

// The messages that made ninety issues of one elsewhere: only ports, columns
// and ids differ.
func TestMaskJoins(t *testing.T) {
	t.Parallel()
	check := func(messages ...string) {
		t.Helper()
		for _, m := range messages[1:] {
			if a, b := group.Mask(messages[0]), group.Mask(m); a != b {
				t.Errorf("%q and %q differ:\n%q\n%q", messages[0], m, a, b)
			}
		}
	}
	check("listen tcp :8080: bind: address already in use", "listen tcp :9090: bind: address already in use")
	check("connect ECONNREFUSED 127.0.0.1:5432", "connect ECONNREFUSED 10.2.3.4:60112")
	check("Unexpected token < in JSON at position 0", "Unexpected token < in JSON at position 1734")
	check("duplicate key value violates unique constraint \"a\" (id)=(17)", "duplicate key value violates unique constraint \"b_c\" (id)=(93341)")
	check("worker a1b2c3d4 died after 3s", "worker 99ffee01 died after 12.5s")
	check("lock held by 550e8400-e29b-41d4-a716-446655440000", "lock held by 67e55044-10b1-426f-9247-bb680e5fe0c8")
	check("GET /orders/17 took 12ms", "GET /orders/99/items took 1.5s")
	check("ws-eu-west-1-4.example.com:443 closed", "ws-eu-west-1-17.example.com:8443 closed")
}

func TestMaskProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := messageText().Draw(t, "s")
		once := group.Mask(s)
		if !utf8.ValidString(once) && utf8.ValidString(s) {
			t.Fatalf("Mask(%q) = %q is not valid UTF-8", s, once)
		}
		if group.Mask(s) != once {
			t.Fatalf("Mask(%q) differs from run to run", s)
		}
	})
}

// Two messages of the same template group together whatever their numbers are.
func TestMaskIgnoresNumbers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		template := rapid.StringMatching(`[a-z ,.()=]{0,40}`)
		before, after := template.Draw(t, "before")+" ", " "+template.Draw(t, "after")
		number := rapid.StringMatching(`[1-9][0-9]{0,9}`)
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		if x, y := group.Mask(before+a+after), group.Mask(before+b+after); x != y {
			t.Fatalf("%q and %q become %q and %q", before+a+after, before+b+after, x, y)
		}
	})
}

func messageText() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.StringMatching(`[a-zA-Z0-9_]{0,12}`),
		rapid.StringMatching(`[ :/\\.'"@,<>()=+-]{0,4}`),
		rapid.SampledFrom([]string{"http://", "'", "“", "”", "12:30", "::1", "fe80::", "C:\\", "/a/b", "Mar ", "0x", "…", "é", "\n", "v1.2.", "10.0.0."}),
		rapid.String(),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "")
	})
}

// Text made to be slow is masked in a bounded time.
func TestMaskIsLinear(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"a", "1", "a.", "a@", "1.", "1:", "'a", "('a", "/", "=/.", `a\`, "a\\b ", "`a", "\"a", "a-", ":", "::", "fe80:", "“", "Mar 1 ", "0x", "1-1-", "a/b ", "\xe2", "é", "1,111", "v1."} {
		s := strings.Repeat(unit, 512<<10/len(unit))
		start := time.Now()
		group.Mask(s)
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("Mask of 512 KB of %q took %v", unit, d)
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{"user 17", "'a' \"b\"", "C:\\x 10.0.0.1:80 [::1]", "Mon, 04 Mar 2026 05:06:07 GMT", "“x”", "1.2.3-", "a@b.co", "https://x/?y", "\\\\a\\b", "12:", "0x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := group.Mask(s)
		if utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Errorf("Mask(%q) = %q is not valid UTF-8", s, once)
		}
		if len(once) > 6*len(s)+10 {
			t.Errorf("Mask made %d bytes of %d", len(once), len(s))
		}
	})
}

func BenchmarkMask(b *testing.B) {
	for name, s := range map[string]string{
		"words":  "The quick brown fox jumps over the lazy dog and then some more words follow until hundred bytes are full",
		"mixed":  `duplicate key value violates unique constraint "users_email_key" Key (id)=(17) at 10.0.0.1:5432 in 12ms`,
		"urls":   "GET https://api.example.com/v1/charges/ch_3Nk2Xz2eZvKYlo2C failed with status 502 after 3 attempts (1.5s)",
		"digits": "1 22 333 4444 55555 666666 7777777 88888888 999999999 1.1 2.2.2 3:3 4-4-4 5/5 6e6 7,777 8% 9s 10ms 11 121",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				group.Mask(s)
			}
		})
	}
}
