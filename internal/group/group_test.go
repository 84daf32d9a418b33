package group_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"belfry/internal/group"
	"belfry/internal/telemetry"
)

// assign groups a copy of e.
func assign(e telemetry.Event) telemetry.Event {
	group.Assign(&e)
	return e
}

// one is an event of one exception.
func one(platform string, x telemetry.Exception) telemetry.Event {
	return telemetry.Event{Platform: platform, Level: telemetry.LevelError, Exceptions: []telemetry.Exception{x}}
}

func frame(fn, module, file string) telemetry.Frame {
	return telemetry.Frame{Function: fn, Module: module, Filename: file, Line: 10}
}

// TestFrameNames pins how one frame is named for grouping.
func TestFrameNames(t *testing.T) {
	t.Parallel()
	check := func(platform, fn, module, file, want string) {
		t.Helper()
		e := assign(one(platform, telemetry.Exception{Type: "E", Frames: []telemetry.Frame{frame(fn, module, file)}}))
		got := ""
		for _, c := range e.Grouping.Components {
			if c.Name == "frame" {
				got = c.Value
			}
		}
		if got != want {
			t.Errorf("%s %s in %s %s = %q, want %q", platform, fn, module, file, got, want)
		}
	}
	// file names of bundles
	js := func(file, want string) { t.Helper(); check("javascript", "total", "", file, want+" | total") }
	js("https://shop.example.com/static/app.3f2a1b.js", "app.js")
	js("https://shop.example.com/static/app.3f2a1b.js?v=17#x", "app.js")
	js("/assets/cart-B3xK9a2Q.js", "cart.js")
	js("/assets/cart-BkQ9x_2a.js", "cart.js")
	js("/assets/chunk-ABCD23EF.js", "chunk.js")
	js("/static/2.7d4bd0e1.chunk.js", "chunk.js")
	js("/static/jquery-3.6.0.min.js", "jquery.js")
	js("/_next/static/chunks/1234-0a1b2c3d4e5f6a7b.js", "<hash>.js")
	js("/pages/404.js", "404.js")
	js("webpack:///./src/cart.ts", "cart.ts")
	js("webpack:///./src/cart.ts?3f2a", "cart.ts")
	js("app:///src/cart.ts", "cart.ts")
	js("/app/checkout/page.tsx", "checkout/page.tsx")
	js("/srv/releases/20260304050607/index.js", "index.js")
	js("/src/user-settings-Payments.js", "user-settings-Payments.js")
	js(`C:\src\cart.ts`, "cart.ts")
	js("src/step2.js", "step2.js")
	check("php", "run", "", "/app/migrations/2026_03_04_create_users.php", "2026_03_04_create_users.php | run")
	check("php", "run", "", "/storage/views/0a1b2c3d4e5f60718293a4b5c6d7e8f901234567.php", "<hash>.php | run")
	// JavaScript
	fn := func(platform, fn, want string) { t.Helper(); check(platform, fn, "", "cart.ts", "cart.ts | "+want) }
	fn("javascript", "Object.total", "total")
	fn("javascript", "Cart.total [as sum]", "total")
	fn("javascript", "async Cart.total", "total")
	fn("javascript", "new Cart", "Cart")
	fn("javascript", "total/<", "total")
	fn("javascript", "total$1", "total")
	fn("javascript", "HTMLButtonElement.<anonymous>", "<anonymous>")
	fn("javascript", "eval at total (cart.ts)", "<anonymous>")
	fn("javascript", "?", "<anonymous>")
	fn("node", "Object.<anonymous>", "<anonymous>")
	fn("node", "async Cart.total", "Cart.total")
	// Go
	check("go", "main.func1", "shop", "main.go", "shop | main.func")
	check("go", "(*Cart).Total.func2.1", "shop/cart", "cart.go", "shop/cart | (*Cart).Total.func")
	check("go", "Total[...]", "shop/cart", "cart.go", "shop/cart | Total")
	check("go", "(*Cart).Total-fm", "shop/cart", "cart.go", "shop/cart | (*Cart).Total")
	check("go", "glob..func3", "shop/cart", "cart.go", "shop/cart | glob.func")
	check("go", "init.0", "shop/cart", "cart.go", "shop/cart | init")
	check("go", "Run.gowrap1", "shop/vendor/x.io/y", "y.go", "x.io/y | Run.func")
	// Python
	check("python", "total", "shop.cart", "shop/cart.py", "shop.cart | total")
	check("python", "total.<locals>.inner", "shop.cart", "shop/cart.py", "shop.cart | total.inner")
	check("python", "<lambda>", "shop.cart", "shop/cart.py", "shop.cart | <lambda>")
	check("python", "<module>", "__main__", "run.py", "run.py | <module>")
	// Ruby
	fr := func(in, want string) { t.Helper(); check("ruby", in, "", "cart.rb", "cart.rb | "+want) }
	fr("block (2 levels) in total", "total")
	fr("block in total", "total")
	fr("rescue in block in total", "total")
	fr("Cart#total", "Cart#total")
	fr("<top (required)>", "<main>")
	// PHP
	fp := func(in, want string) { t.Helper(); check("php", in, "", "Cart.php", "Cart.php | "+want) }
	fp(`App\Cart::App\{closure}`, `App\Cart::App\{closure}`)
	fp("{closure:/srv/app/Cart.php:12}", "{closure}")
	fp(`{closure:App\Cart::total():34}`, `App\Cart::total{closure}`)
	fp("class@anonymous\x00/srv/app/Cart.php:12$0::run", "class@anonymous::run")
	// JVM
	jv := func(fn, module, want string) { t.Helper(); check("java", fn, module, "Cart.java", want) }
	jv("lambda$total$0", "com.acme.Cart", "com.acme.Cart | total.<lambda>")
	jv("lambda$0", "com.acme.Cart", "com.acme.Cart | <lambda>")
	jv("total", "com.acme.Cart$$EnhancerBySpringCGLIB$$1234", "com.acme.Cart | total")
	jv("total", "com.acme.Cart$$SpringCGLIB$$0", "com.acme.Cart | total")
	jv("total", "com.acme.Cart$1", "com.acme.Cart$ | total")
	jv("total", "com.acme.Cart$Item", "com.acme.Cart$Item | total")
	jv("total", "acme.$Proxy12", "acme.$Proxy | total")
	jv("total$default", "com.acme.Cart", "com.acme.Cart | total")
	jv("total-0E7RQCE", "com.acme.Cart", "com.acme.Cart | total")
	// .NET
	net := func(fn, module, want string) { t.Helper(); check("csharp", fn, module, "Cart.cs", want) }
	net("<Total>b__0", "Acme.Cart+<>c__DisplayClass3_0", "Acme.Cart | Total.<lambda>")
	net("<Total>b__12_0", "Acme.Cart+<>c", "Acme.Cart | Total.<lambda>")
	net("Total { <lambda> }", "Acme.Cart", "Acme.Cart | Total.<lambda>")
	net("<Total>g__Round|3_0", "Acme.Cart", "Acme.Cart | Total.Round")
	net("MoveNext", "Acme.Cart+<Total>d__12", "Acme.Cart | Total")
	net("MoveNext", "Acme.Cart+<Total>d__12`1[[System.String]]", "Acme.Cart | Total")
	net("Total(Int32 x)", "Acme.Cart`1", "Acme.Cart | Total")
	net(".ctor", "Acme.Cart", "Acme.Cart | .ctor")
	net("lambda_method42", "", "Cart.cs | <lambda>")
	// native
	check("native", "shop::total(int, char)", "", "cart.cpp", "cart.cpp | shop::total")
	check("native", "shop::total::h0123456789abcdef", "", "cart.rs", "cart.rs | shop::total")
	check("native", "main::{lambda(int)#1}::operator()", "", "cart.cpp", "cart.cpp | main::{lambda(int)#}::operator()")
	check("native", "total.cold", "", "cart.c", "cart.c | total")
	check("native", "__lambda_1", "", "cart.cpp", "cart.cpp | __lambda")
	// without a platform the file tells
	check("", "lambda$total$0", "com.acme.Cart", "Cart.java", "com.acme.Cart | total.<lambda>")
	check("other", "a|b", "", "x.pl", "x.pl | a¦b")
}

// TestInApp pins which frames count as the application's when no SDK says so.
func TestInApp(t *testing.T) {
	t.Parallel()
	check := func(want bool, platform string, f telemetry.Frame) {
		t.Helper()
		own := frame("own", "own", "/srv/own/own.x")
		own.InApp = f.InApp
		e := assign(one(platform, telemetry.Exception{Type: "E", Frames: []telemetry.Frame{own, f}}))
		got := false
		for _, c := range e.Grouping.Components {
			got = got || c.Name == "frame" && c.Used && strings.Contains(c.Value, f.Function)
		}
		if got != want {
			t.Errorf("%s %+v counted as the application's: %v", platform, f, got)
		}
	}
	check(true, "python", frame("total", "shop.cart", "/srv/shop/cart.py"))
	check(false, "python", frame("get", "x.y", "/usr/lib/python3.12/x.py"))
	check(false, "python", frame("get", "x.y", "/venv/lib/python3.12/site-packages/x/y.py"))
	check(false, "python", frame("get", "django.views", "django/views.py"))
	check(true, "node", frame("total", "", "/srv/shop/cart.js"))
	check(false, "node", frame("get", "", "/srv/shop/node_modules/express/index.js"))
	check(false, "node", frame("get", "", "node:internal/timers"))
	check(false, "node", frame("emit", "", "events.js"))
	check(true, "ruby", frame("total", "", "/srv/shop/cart.rb"))
	check(false, "ruby", frame("get", "", "/var/lib/gems/3.3.0/gems/rack/lib/rack.rb"))
	check(true, "php", frame("total", "", "/srv/shop/src/Cart.php"))
	check(false, "php", frame("get", "", "/srv/shop/vendor/x/y.php"))
	check(true, "java", frame("total", "com.acme.Cart", "Cart.java"))
	check(false, "java", frame("get", "java.util.ArrayList", "ArrayList.java"))
	check(false, "java", frame("get", "org.springframework.web.X", "X.java"))
	check(true, "csharp", frame("Total", "Acme.Cart", "Cart.cs"))
	check(false, "csharp", frame("Get", "System.Linq.Enumerable", ""))
	check(false, "csharp", frame("Get", "Microsoft.AspNetCore.X", ""))
	check(true, "csharp", frame("Get", "Systematic.Cart", "Cart.cs"))
	check(true, "go", frame("Total", "shop/cart", "/build/cart.go"))
	check(false, "go", frame("ServeHTTP", "net/http", "server.go"))
	check(false, "go", frame("Get", "github.com/x/y", "/root/go/pkg/mod/github.com/x/y/y.go"))
	// what the SDK says counts more, except that browsers call everything theirs
	mine := frame("get", "x.y", "/usr/lib/python3.12/x.py")
	mine.InApp = new(true)
	check(true, "python", mine)
	lib := frame("getAll", "", "webpack:///./node_modules/x/y.js")
	lib.InApp = new(true)
	check(false, "javascript", lib)
}

func TestTitle(t *testing.T) {
	t.Parallel()
	check := func(e telemetry.Event, want string) {
		t.Helper()
		if got := group.Title(&e); got != want {
			t.Errorf("Title = %q, want %q", got, want)
		}
	}
	exc := func(typ, value string) telemetry.Event {
		return one("python", telemetry.Exception{Type: typ, Value: value})
	}
	check(exc("ValueError", "bad"), "ValueError: bad")
	check(exc("ValueError", ""), "ValueError")
	check(exc("", "bad"), "bad") // never ": bad"
	check(exc("ValueError", "\n  bad\nworse"), "ValueError: bad")
	check(exc("ValueError", "ValueError: bad"), "ValueError: bad")
	check(exc("ValueError", "a\tb\x00c"), "ValueError: a b c")
	check(exc("class@anonymous\x00/srv/x.php:3$0", "bad"), "class@anonymous: bad")
	check(exc("", ""), "<unlabeled event>")
	check(telemetry.Event{}, "<unlabeled event>")
	check(telemetry.Event{Kind: "minidump"}, "Native crash")
	check(telemetry.Event{Message: "one\ntwo"}, "one")
	check(telemetry.Event{Message: "item 17", Template: "item %s"}, "item 17")
	check(telemetry.Event{Template: "item %s"}, "item %s")
	check(telemetry.Event{Message: strings.Repeat("é", 300)}, strings.Repeat("é", 199)+"…")
	synthetic := one("native", telemetry.Exception{Type: "SIGSEGV", Value: "Segfault", Mechanism: &telemetry.Mechanism{Synthetic: true}})
	check(synthetic, "Segfault")
	synthetic.Exceptions[0].Value = ""
	check(synthetic, "SIGSEGV")
	// causes first: the last one is the one raised
	check(telemetry.Event{Exceptions: []telemetry.Exception{{Type: "A", Value: "cause"}, {Type: "B", Value: "raised"}}}, "B: raised")
	csp := func(raw string) telemetry.Event {
		return telemetry.Event{Kind: "csp", Message: "m", Contexts: telemetry.JSON(raw)}
	}
	check(csp(`{"csp":{"effective_directive":"script-src","blocked_uri":"https://evil.example/x.js"}}`), "Blocked 'script-src' from 'evil.example'")
	check(csp(`{"csp":{"violated-directive":"img-src 'self'","blocked-uri":"data"}}`), "Blocked 'img-src' from 'data'")
	check(csp(`{"csp":{"effectiveDirective":"style-src","blockedURL":"inline"}}`), "Blocked inline 'style-src'")
	check(csp(`{}`), "m")
	check(telemetry.Event{Kind: "nel", Contexts: telemetry.JSON(`{"nel":{"url":"https://x.example/a","body":{"type":"tcp.timed_out"}}}`)}, "Network error tcp.timed_out at x.example")
}

func TestCulprit(t *testing.T) {
	t.Parallel()
	check := func(e telemetry.Event, want string) {
		t.Helper()
		if got := group.Culprit(&e); got != want {
			t.Errorf("Culprit = %q, want %q", got, want)
		}
	}
	with := func(platform string, frames ...telemetry.Frame) telemetry.Event {
		return one(platform, telemetry.Exception{Type: "E", Frames: frames})
	}
	check(with("python", frame("total", "shop.cart", "cart.py")), "shop.cart in total")
	check(with("javascript", frame("total", "", "https://x/cart.3f2a1b.js")), "total(cart.js)")
	check(with("node", frame("Cart.total", "", "/srv/cart.js")), "Cart.total(cart.js)")
	check(with("go", frame("(*Cart).Total", "github.com/acme/shop/cart", "cart.go")), "cart.(*Cart).Total")
	check(with("go", frame("Total", "github.com/acme/cart/v2", "cart.go")), "cart.Total")
	check(with("java", frame("total", "com.acme.Cart", "Cart.java")), "Cart.total")
	check(with("csharp", frame("Total", "Acme.Shop.Cart", "Cart.cs")), "Cart.Total")
	check(with("ruby", frame("total", "", "app/cart.rb")), "cart.rb in total")
	check(with("php", frame(`App\Cart::total`, "", "Cart.php")), `App\Cart::total`)
	check(with("php", frame("total", "", "cart.php")), "cart.php in total")
	check(with("native", frame("shop::total(int)", "", "cart.cpp")), "shop::total")
	check(with("javascript", telemetry.Frame{Function: "n", Filename: "/a/app.3f2a1b.js", Line: 1, Column: 23456}), "app.js")
	check(with("python", frame("total", "shop.cart", "cart.py"), frame("get", "requests.api", "requests/api.py")), "shop.cart in total")
	check(with("python"), "")
	// the request comes before frames of libraries, without query and ids
	lib := with("python", frame("get", "requests.api", "requests/api.py"))
	check(lib, "requests.api in get")
	lib.Request = &telemetry.Request{Method: "get", URL: "https://x.example/users/17/orders/550e8400-e29b-41d4-a716-446655440000?token=1"}
	check(lib, "GET /users/<num>/orders/<uuid>")
	check(telemetry.Event{Request: &telemetry.Request{Method: "GET", URL: "https://x.example/api/v2/x"}}, "GET /api/v2/x")
	check(telemetry.Event{Request: &telemetry.Request{URL: "https://x.example"}}, "/")
	// a transaction comes first, unless it says nothing
	e := with("python", frame("total", "shop.cart", "cart.py"))
	e.Transaction = "/orders/{id}"
	check(e, "/orders/{id}")
	e.Transaction = "GET /orders/17"
	check(e, "GET /orders/<num>")
	e.Transaction = "shop.views.checkout"
	check(e, "shop.views.checkout")
	for _, nothing := range []string{"", " ", "<unknown>", "generic WSGI request", "<unlabeled transaction>"} {
		e.Transaction = nothing
		check(e, "shop.cart in total")
	}
	check(telemetry.Event{Kind: "csp", Contexts: telemetry.JSON(`{"csp":{"document_uri":"https://x.example/cart/17?a"}}`)}, "/cart/<num>")
}

func TestAssignIsTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := events().Draw(t, "event")
		a, b := assign(e), assign(e)
		if a.Grouping.Hash != b.Grouping.Hash || a.Title != b.Title || a.Culprit != b.Culprit {
			t.Fatalf("two runs differ: %+v, %+v", a.Grouping, b.Grouping)
		}
		if len(a.Grouping.Hash) != 32 || a.Grouping.Method == "" || a.Grouping.Version != group.Current {
			t.Fatalf("grouping is incomplete: %+v", a.Grouping)
		}
		if a.Title == "" || utf8.RuneCountInString(a.Title) > 200 || strings.HasPrefix(a.Title, ": ") || strings.ContainsAny(a.Title, "\n\x00") {
			t.Fatalf("bad title %q", a.Title)
		}
		if n := len(a.Grouping.Components); n > 50 || !utf8.ValidString(a.Title+a.Culprit) {
			t.Fatalf("%d components, title %q, culprit %q", n, a.Title, a.Culprit)
		}
		for _, c := range a.Grouping.Components {
			if !utf8.ValidString(c.Value) || len(c.Value) > 1100 || len(c.From) > 210 {
				t.Fatalf("bad component %+v", c)
			}
		}
	})
}

func TestAssignIgnoresLines(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := events().Draw(t, "event")
		before := assign(e).Grouping.Hash
		for i := range e.Exceptions {
			frames := e.Exceptions[i].Frames
			for k := range frames {
				if frames[k].Line > 2 { // a bundle is known by its one line
					frames[k].Line = rapid.IntRange(3, 1<<20).Draw(t, "line")
				}
			}
		}
		if after := assign(e).Grouping.Hash; after != before {
			t.Fatalf("moved lines changed the hash")
		}
	})
}

func events() *rapid.Generator[telemetry.Event] {
	name := rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "total", "lambda$0", "<anonymous>", "MoveNext", "<A>b__0", "Object.x", "a", "{closure", "class@anonymous", "block in x",
			"f.func1.2", "x [clone", "f(", ")", "<", "$", "access$1", "$Proxy", "::h", "@anonymous::", "___1", "+<", "`", "%s", "\x00",
		}),
		messageText(),
	)
	frames := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) telemetry.Frame {
		f := telemetry.Frame{
			Function: name.Draw(t, "function"), Module: name.Draw(t, "module"), Filename: name.Draw(t, "file"),
			AbsPath: name.Draw(t, "path"), Line: rapid.IntRange(-1, 9).Draw(t, "line"), Column: rapid.SampledFrom([]int{0, 3, 9999}).Draw(t, "column"),
			Platform: rapid.SampledFrom([]string{"", "", "native", "java"}).Draw(t, "frame platform"),
		}
		f.InApp = rapid.SampledFrom([]*bool{nil, new(true), new(false)}).Draw(t, "in_app")
		if rapid.Bool().Draw(t, "context") {
			f.ContextLine = new(name.Draw(t, "line text"))
		}
		return f
	}), 0, 8)
	mechanism := rapid.Custom(func(t *rapid.T) *telemetry.Mechanism {
		id := rapid.SampledFrom([]*int{nil, new(0), new(1), new(2)})
		return &telemetry.Mechanism{
			Type: rapid.SampledFrom([]string{"", "chained", "suppressed"}).Draw(t, "type"), Synthetic: rapid.Bool().Draw(t, "synthetic"),
			Source:      rapid.SampledFrom([]string{"", "exceptions[0]", "__cause__"}).Draw(t, "source"),
			ExceptionID: id.Draw(t, "id"), ParentID: id.Draw(t, "parent"), IsExceptionGroup: rapid.Bool().Draw(t, "group"),
		}
	})
	exceptions := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) telemetry.Exception {
		x := telemetry.Exception{Type: name.Draw(t, "type"), Value: name.Draw(t, "value"), Frames: frames.Draw(t, "frames")}
		if rapid.Bool().Draw(t, "with mechanism") {
			x.Mechanism = mechanism.Draw(t, "mechanism")
		}
		return x
	}), 0, 5)
	return rapid.Custom(func(t *rapid.T) telemetry.Event {
		return telemetry.Event{
			Kind:        rapid.SampledFrom([]string{"", "", "error", "csp", "nel", "minidump"}).Draw(t, "kind"),
			Platform:    rapid.SampledFrom([]string{"", "javascript", "node", "python", "go", "ruby", "php", "java", "csharp", "native", "x"}).Draw(t, "platform"),
			Exceptions:  exceptions.Draw(t, "exceptions"),
			Stacktrace:  frames.Draw(t, "stack"),
			Message:     name.Draw(t, "message"),
			Template:    name.Draw(t, "template"),
			Transaction: name.Draw(t, "transaction"),
			Fingerprint: rapid.SliceOfN(rapid.SampledFrom([]string{"", "{{ default }}", "{{default}}", "a", "{{", "}}", "{{ type }}", "{{ tags.x }}"}), 0, 3).Draw(t, "fingerprint"),
			Request:     &telemetry.Request{Method: name.Draw(t, "method"), URL: name.Draw(t, "url")},
			Contexts:    telemetry.JSON(rapid.SampledFrom([]string{"", "{}", "[]", `{"csp":{"blocked_uri":"https://x/y","effective_directive":"d"}}`, `{"body":{"type":"x"}}`, "nope"}).Draw(t, "contexts")),
		}
	})
}

func FuzzAssign(f *testing.F) {
	f.Add("python", "ValueError", "bad 17", "total", "shop.cart", "shop/cart.py", 3, 500)
	f.Add("javascript", "E", "x", "Object.<anonymous>", "", "webpack:///./a.3f2a1b.js?x", 1, 23456)
	f.Add("csharp", "A`1", "", "MoveNext", "A+<B>d__1", "", 0, 0)
	f.Fuzz(func(t *testing.T, platform, typ, value, fn, module, file string, line, column int) {
		e := one(platform, telemetry.Exception{Type: typ, Value: value, Frames: []telemetry.Frame{
			{Function: fn, Module: module, Filename: file, Line: line, Column: column},
		}})
		e.Transaction = file
		e = assign(e)
		if e.Title == "" || len(e.Grouping.Hash) != 32 || !utf8.ValidString(e.Title+e.Culprit) {
			t.Errorf("title %q, culprit %q, hash %q", e.Title, e.Culprit, e.Grouping.Hash)
		}
	})
}
