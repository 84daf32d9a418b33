package comment_test

import (
	"slices"
	"strings"
	"testing"

	"belfry/internal/comment"
)

func TestRender(t *testing.T) {
	t.Parallel()
	names := map[int64]string{3: "Ada <L>"}
	check := func(body, want string) {
		t.Helper()
		got, err := comment.Render(body, names)
		if err != nil || strings.TrimSpace(got) != want {
			t.Errorf("Render(%q)\n got %s\nwant %s (%v)", body, got, want, err)
		}
	}
	check("Hello *you*\nand **you**", "<p>Hello <em>you</em><br>\nand <strong>you</strong></p>")
	check("ask @[Boss](user:3)!", `<p>ask <span class="mention" data-user="3">@Ada &lt;L&gt;</span>!</p>`)
	check("ask @[Gone \"x\"](user:4)", `<p>ask <span class="mention" data-user="4">@Gone &#34;x&#34;</span></p>`)
	check("`@[Ada](user:3)`", "<p><code>@[Ada](user:3)</code></p>")
	check("```go\nx := 1\n```", "<pre><code class=\"language-go\">x := 1\n</code></pre>")
	check("- [x] done", `<ul>`+"\n"+`<li><input checked="" disabled="" type="checkbox"> done</li>`+"\n"+`</ul>`)
	check("~~no~~ https://example.com/a", `<p><del>no</del> <a href="https://example.com/a" rel="nofollow noreferrer noopener" target="_blank">https://example.com/a</a></p>`)
	check("a <script>alert(1)</script> b", "<p>a alert(1) b</p>")
	check("<img src=x onerror=alert(1)>", "")
	check("![x](https://example.com/x.png)", "<p></p>")
	check("[x](javascript:alert(1))", "<p>x</p>")
	check("[x](data:text/html;base64,PHNjcmlwdD4=)", "<p>x</p>")
	check("[in](/issues/SHOP-1)", `<p><a href="/issues/SHOP-1" rel="nofollow">in</a></p>`)
	check("[u](user:3)", "<p>u</p>")
	check("|a|b|\n|-|:-:|\n|1|2|", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th align=\"center\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td align=\"center\">2</td>\n</tr>\n</tbody>\n</table>")
}

func TestMentions(t *testing.T) {
	t.Parallel()
	check := func(body string, want ...int64) {
		t.Helper()
		if got := comment.Mentions(body); !slices.Equal(got, want) {
			t.Errorf("Mentions(%q) = %v, want %v", body, got, want)
		}
	}
	check("@[Ada](user:3) and @[Bo](user:2), @[Ada](user:3)", 2, 3)
	check("**@[Ada](user:3)**\n\n> @[Bo](user:12)", 3, 12)
	check("`@[Ada](user:3)`")
	check("    @[Ada](user:3)")
	check("@[Ada](user:0) @[Ada](user:x) @[](user:3) @[A](user:99999999999999999999) [Ada](user:3)")
	check("mail@[Ada](user:3)", 3)
}

func FuzzRender(f *testing.F) {
	for _, s := range []string{"@[Ada](user:3)", "<script>", "[a](javascript:x)", "|a|\n|-|\n", "- [ ] x", "<a href=\"x\" onclick=y>", "```x\" onload=\"\n```", "&lt;script&gt;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got, err := comment.Render(body, map[int64]string{3: body})
		if err != nil {
			t.Fatal(err)
		}
		lower := strings.ToLower(got)
		for _, bad := range []string{"<script", "<img", "<iframe", "<style", "<svg", "href=\"javascript:", "href=\"data:"} {
			if strings.Contains(lower, bad) {
				t.Errorf("Render(%q) = %s", body, got)
			}
		}
	})
}
