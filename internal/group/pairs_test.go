package group_test

import (
	"fmt"
	"strings"
	"testing"

	"belfry/internal/group"
	"belfry/internal/telemetry"
)

// edit is what changes between two events.
type edit func(e *telemetry.Event)

// pair loads a payload twice, edits the second, and compares the hashes.
func pair(t *testing.T, together bool, payload, what string, change edit) {
	t.Helper()
	a, b := load(t, "testdata/"+payload+".json"), load(t, "testdata/"+payload+".json")
	change(&b)
	group.Assign(&a)
	group.Assign(&b)
	if same := a.Grouping.Hash == b.Grouping.Hash; same != together {
		t.Errorf("%s: %s: same issue = %v\n%s\n%s", payload, what, same, describe(&a), describe(&b))
	}
}

func TestPairsThatGroupTogether(t *testing.T) {
	t.Parallel()
	same := func(payload, what string, change edit) { t.Helper(); pair(t, true, payload, what, change) }
	for _, payload := range []string{"javascript_browser", "javascript_minified", "javascript_node", "python_chained", "python_group", "go", "ruby", "php", "java", "dotnet", "native"} {
		same(payload, "a deploy moved lines", func(e *telemetry.Event) {
			eachFrame(e, func(f *telemetry.Frame) {
				if f.Line > 2 {
					f.Line += 40
				}
			})
		})
		same(payload, "another id, release, host, time and user", func(e *telemetry.Event) {
			e.ID[0]++
			e.Time++
			e.Release, e.ServerName, e.Environment = "next", "other", "staging"
			e.User = &telemetry.User{ID: "8"}
		})
		same(payload, "other numbers in the messages", func(e *telemetry.Event) {
			for i := range e.Exceptions {
				e.Exceptions[i].Value = strings.NewReplacer("17", "93341", "8817", "12").Replace(e.Exceptions[i].Value)
			}
		})
	}
	same("javascript_minified", "changed bundle hash, moved columns, other minified names", func(e *telemetry.Event) {
		eachFrame(e, func(f *telemetry.Frame) {
			f.Filename = strings.NewReplacer("B3xK9a2Q", "Zk3Lq8Wd", "D8fe01b2", "a91c00ff").Replace(f.Filename)
			f.Column += 700
		})
		e.Exceptions[0].Frames[2].Function = "o"
	})
	same("javascript_minified", "another minified type", func(e *telemetry.Event) {
		e.Exceptions[0].Value = strings.Replace(e.Exceptions[0].Value, "'a'", "'b'", 1)
	})
	same("javascript_browser", "another browser's names", func(e *telemetry.Event) {
		frames := e.Exceptions[0].Frames
		frames[2].Function, frames[4].Function = "submitOrder/<", "cartTotal"
		frames[0].Function = ""
	})
	same("javascript_browser", "another module hash", func(e *telemetry.Event) {
		e.Exceptions[0].Frames[4].Filename = "webpack:///./src/cart/index.ts?99aa"
	})
	same("javascript_browser", "a mapped frame that kept a minified name", func(e *telemetry.Event) { e.Exceptions[0].Frames[0].Function = "Zt" })
	same("javascript_node", "other glue of the runtime", func(e *telemetry.Event) {
		e.Exceptions[1].Frames = e.Exceptions[1].Frames[1:]
	})
	same("java", "another lambda index and proxy class", func(e *telemetry.Event) {
		eachFrame(e, func(f *telemetry.Frame) {
			f.Function = strings.NewReplacer("lambda$checkout$0", "lambda$checkout$4", "access$000", "access$100").Replace(f.Function)
			f.Module = strings.NewReplacer("$$a1b2c3d4", "$$99887766", "Lambda$14", "Lambda$7", "Accessor123", "Accessor4").Replace(f.Module)
		})
	})
	same("dotnet", "another closure and state machine index", func(e *telemetry.Event) {
		eachFrame(e, func(f *telemetry.Frame) {
			f.Function = strings.NewReplacer("b__0", "b__4_2", "|3_1", "|9_0").Replace(f.Function)
			f.Module = strings.NewReplacer("d__12", "d__3", "DisplayClass3_0", "DisplayClass8_1").Replace(f.Module)
		})
	})
	same("go", "another closure index", func(e *telemetry.Event) {
		eachFrame(e, func(f *telemetry.Frame) {
			f.Function = strings.NewReplacer("func2.1", "func5", "main.func1", "main.func9.2").Replace(f.Function)
		})
	})
	same("ruby", "another release directory, template and block depth", func(e *telemetry.Event) {
		eachFrame(e, func(f *telemetry.Frame) {
			f.AbsPath = strings.Replace(f.AbsPath, "20260304050607", "20270101000000", 1)
			f.Function = strings.NewReplacer("1234567890_98760", "99887766_1", "block (2 levels) in", "block in").Replace(f.Function)
		})
	})
	same("php", "another line of an anonymous class", func(e *telemetry.Event) {
		e.Exceptions[0].Frames[5].Function = "class@anonymous\x00/releases/8/app/Jobs/Charge.php:99$1f::run"
	})
	same("python_chained", "no comprehension frame, as since Python 3.12", func(e *telemetry.Event) {
		frames := e.Exceptions[1].Frames
		e.Exceptions[1].Frames = append(frames[:4:4], frames[5:]...)
	})
	same("python_chained", "deeper recursion", func(e *telemetry.Event) {
		frames := e.Exceptions[1].Frames
		for range 30 {
			frames = append(frames, frames[len(frames)-1])
		}
		e.Exceptions[1].Frames = frames
	})
	same("python_chained", "a newer library", func(e *telemetry.Event) {
		frames := e.Exceptions[1].Frames
		frames[0].Function, frames[1].Module = "process", "django.core.handlers.new"
	})
	same("python_group_alike", "one member less, other order", func(e *telemetry.Event) {
		e.Exceptions = e.Exceptions[1:]
	})
	same("python_group", "members in another order", func(e *telemetry.Event) {
		e.Exceptions[0], e.Exceptions[1] = e.Exceptions[1], e.Exceptions[0]
	})
	same("native", "another build", func(e *telemetry.Event) {
		e.Exceptions[0].Frames[2].Function = "core::ops::function::FnOnce::call_once::hfedcba9876543210"
		e.Exceptions[0].Frames[3].Instruction = "0x1"
	})
	same("message", "other parameters", func(e *telemetry.Event) { e.Message = "Item 99 of warehouse 4 is low" })
	same("message_plain", "other values", func(e *telemetry.Event) {
		e.Message = "payment 99887766aa of bob@example.org took 1.5s\nsee https://other.example/"
	})
	same("csp", "another page and file", func(e *telemetry.Event) {
		e.Contexts = telemetry.JSON(`{"csp":{"effective_directive":"script-src-elem","blocked_uri":"https://cdn.evil.example/y.js","document_uri":"https://shop.example.com/"}}`)
	})
	same("empty", "another id", func(e *telemetry.Event) { e.ID[3]++ })
}

func TestPairsThatStayApart(t *testing.T) {
	t.Parallel()
	apart := func(payload, what string, change edit) { t.Helper(); pair(t, false, payload, what, change) }
	for _, payload := range []string{"javascript_browser", "javascript_minified", "javascript_node", "python_chained", "python_group", "go", "ruby", "php", "java", "dotnet"} {
		apart(payload, "another type", func(e *telemetry.Event) { e.Exceptions[0].Type = "OtherError" })
	}
	for _, payload := range []string{"javascript_browser", "python_chained", "go", "ruby", "php", "java", "dotnet"} {
		apart(payload, "another function of the application", func(e *telemetry.Event) {
			frames := e.Exceptions[len(e.Exceptions)-1].Frames
			frames[len(frames)-1].Function = "somethingElse"
		})
	}
	apart("javascript_minified", "another message", func(e *telemetry.Event) { e.Exceptions[0].Value = "x is not a function" })
	apart("javascript_node", "another anonymous function of the file", func(e *telemetry.Event) {
		e.Exceptions[1].Frames[3].ContextLine = new("  await this.mail.send(order);")
	})
	apart("java", "another class", func(e *telemetry.Event) { e.Exceptions[1].Frames[5].Module = "com.acme.shop.CartService" })
	apart("python_chained", "another cause", func(e *telemetry.Event) { e.Exceptions[0].Type = "IndexError" })
	apart("python_group", "another member", func(e *telemetry.Event) { e.Exceptions[0].Frames[1].Function = "fetch_other" })
	apart("python_group_alike", "a member that differs", func(e *telemetry.Event) { e.Exceptions[0].Type = "OSError" })
	apart("message", "another template", func(e *telemetry.Event) { e.Template = "Item %s is gone" })
	apart("message_plain", "other words", func(e *telemetry.Event) { e.Message = "refund a1b2c3d4 of ann@example.com took 512ms" })
	apart("csp", "another host", func(e *telemetry.Event) {
		e.Contexts = telemetry.JSON(`{"csp":{"effective_directive":"script-src-elem","blocked_uri":"https://ads.example/x.js"}}`)
	})
	apart("csp", "another directive", func(e *telemetry.Event) {
		e.Contexts = telemetry.JSON(`{"csp":{"effective_directive":"img-src","blocked_uri":"https://cdn.evil.example/x.js"}}`)
	})
	apart("empty", "another logger", func(e *telemetry.Event) { e.Logger = "audit" })
	apart("empty", "another level", func(e *telemetry.Event) { e.Level = telemetry.LevelInfo })
}

func eachFrame(e *telemetry.Event, do func(*telemetry.Frame)) {
	for i := range e.Exceptions {
		for k := range e.Exceptions[i].Frames {
			do(&e.Exceptions[i].Frames[k])
		}
	}
}

// A member raised alone and the same inside a group of its likes are one issue.
func TestGroupOfAlikeJoinsItsMember(t *testing.T) {
	t.Parallel()
	many := load(t, "testdata/python_group_alike.json")
	alone := many
	alone.Exceptions = []telemetry.Exception{many.Exceptions[0]}
	alone.Exceptions[0].Mechanism = nil
	if a, b := assign(many), assign(alone); a.Grouping.Hash != b.Grouping.Hash {
		t.Errorf("differ:\n%s\n%s", describe(&a), describe(&b))
	}
}

// Suppressed exceptions depend on how clean-up went, not on what is wrong.
func TestSuppressedExceptionsAreLeftOut(t *testing.T) {
	t.Parallel()
	raised := telemetry.Exception{
		Type: "CheckoutException", Frames: []telemetry.Frame{frame("checkout", "com.acme.Shop", "Shop.java")},
		Mechanism: &telemetry.Mechanism{ExceptionID: new(0), IsExceptionGroup: true},
	}
	closing := telemetry.Exception{Type: "IOException", Mechanism: &telemetry.Mechanism{Type: "suppressed", ExceptionID: new(1), ParentID: new(0)}}
	with := telemetry.Event{Platform: "java", Exceptions: []telemetry.Exception{closing, raised}}
	without := one("java", raised)
	if a, b := assign(with), assign(without); a.Grouping.Hash != b.Grouping.Hash || a.Title != "CheckoutException" {
		t.Errorf("differ:\n%s\n%s", describe(&a), describe(&b))
	}
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	base := load(t, "testdata/python_chained.json")
	hash := func(parts ...string) string {
		e := base
		e.Fingerprint = parts
		e = assign(e)
		return e.Grouping.Method + " " + e.Grouping.Hash
	}
	same := func(want bool, what string, a, b string) {
		t.Helper()
		if (a == b) != want {
			t.Errorf("%s: %s, %s", what, a, b)
		}
	}
	same(true, "only the default is the default", hash(), hash("{{ default }}"))
	same(true, "spaces do not matter", hash("{{default}}"), hash("{{ default }}"))
	same(true, "blank parts are no fingerprint", hash(), hash("", " "))
	same(true, "the same parts", hash("a", "b"), hash("a", "b"))
	same(false, "parts do not run together", hash("ab", "c"), hash("a", "bc"))
	same(false, "an empty part counts beside others", hash("a", ""), hash("a"))
	same(false, "own and default", hash("a", "{{ default }}"), hash("a"))
	same(false, "the default written out is no default", hash("a", "default"), hash("a", "{{ default }}"))
	same(true, "a variable", hash("{{ error.type }}"), hash("{{ type }}"))
	same(true, "an unknown variable is text", hash("{{ nonsense }}"), hash("{{ nonsense }}"))
	same(true, "parts beyond the limit do not count", hash(many("a", 40)...), hash(many("a", 90)...))

	other := base
	other.Exceptions = nil
	other.Message = "something else"
	a, b := base, other
	a.Fingerprint, b.Fingerprint = []string{"mine"}, []string{"mine"}
	if x, y := assign(a), assign(b); x.Grouping.Hash != y.Grouping.Hash {
		t.Error("the content counts although the SDK sent a fingerprint")
	}
	a.Fingerprint, b.Fingerprint = []string{"mine", "{{ default }}"}, []string{"mine", "{{ default }}"}
	if x, y := assign(a), assign(b); x.Grouping.Hash == y.Grouping.Hash {
		t.Error("{{ default }} does not count")
	}
}

func many(s string, n int) []string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprint(s, i)
	}
	return parts
}

// Every case is a way in which grouping by verbatim values went wrong in the
// product that users come from.
func TestDefectsNotRepeated(t *testing.T) {
	t.Parallel()
	same := func(want bool, what string, a, b telemetry.Event) {
		t.Helper()
		a, b = assign(a), assign(b)
		if (a.Grouping.Hash == b.Grouping.Hash) != want {
			t.Errorf("%s:\n%s\n%s", what, describe(&a), describe(&b))
		}
	}
	noStack := func(value string) telemetry.Event {
		return one("python", telemetry.Exception{Type: "Error", Value: value})
	}
	same(false, "without frames the message tells errors of one type apart", noStack("disk full"), noStack("no route"))
	same(true, "numbers in it do not", noStack("user 17 not found"), noStack("user 18 not found"))
	message := func(s string) telemetry.Event { return telemetry.Event{Message: s, Level: telemetry.LevelInfo} }
	same(true, "messages are masked", message("user 17 not found"), message("user 18 not found"))
	same(true, "without content the event id does not count", telemetry.Event{ID: telemetry.EventID{1}}, telemetry.Event{ID: telemetry.EventID{2}})
	same(true, "environment and release do not count",
		telemetry.Event{Message: "x", Environment: "a", Release: "1"}, telemetry.Event{Message: "x", Environment: "b", Release: "2"})

	// without in_app flags more than the throwing frame counts
	stack := func(caller string) telemetry.Event {
		return one("python", telemetry.Exception{Type: "E", Frames: []telemetry.Frame{frame(caller, "shop.views", "v.py"), frame("total", "shop.cart", "c.py")}})
	}
	same(false, "callers count without in_app", stack("checkout"), stack("preview"))
	// a library frame at the end does not switch to that frame alone
	thrown := func(caller string) telemetry.Event {
		e := stack(caller)
		e.Exceptions[0].Frames = append(e.Exceptions[0].Frames, frame("get", "requests.api", "/site-packages/requests/api.py"))
		return e
	}
	same(false, "callers count when a library throws", thrown("checkout"), thrown("preview"))
}

// Components stay few, whatever was sent, and say how many are not shown.
func TestComponentsAreBounded(t *testing.T) {
	t.Parallel()
	var frames []telemetry.Frame
	for i := range 500 {
		frames = append(frames, frame("f"+string(rune('a'+i%26))+strings.Repeat("x", i%19), "shop", "shop.py"))
	}
	e := telemetry.Event{Platform: "python"}
	for range 80 {
		e.Exceptions = append(e.Exceptions, telemetry.Exception{Type: "E", Frames: frames})
	}
	e = assign(e)
	if n := len(e.Grouping.Components); n != 50 {
		t.Fatalf("%d components", n)
	}
	if last := e.Grouping.Components[49]; last.Name != "more" || last.Note == "" {
		t.Errorf("last component is %+v", last)
	}
}

func TestUnknownVersionIsTheCurrentOne(t *testing.T) {
	t.Parallel()
	e := load(t, "testdata/go.json")
	group.New(group.Settings{Version: 99}, group.Versions()).Assign(&e)
	if e.Grouping.Version != group.Current || e.Grouping.Hash != assign(e).Grouping.Hash {
		t.Errorf("grouping is %+v", e.Grouping)
	}
}

func BenchmarkAssign(b *testing.B) {
	for _, name := range []string{"python_large", "javascript_minified", "java", "message_plain"} {
		e := load(b, "testdata/"+name+".json")
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				group.Assign(&e)
			}
		})
	}
}
