package comment

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxMentions is how many people a comment may mention.
const maxMentions = 50

// mention is somebody who is named, as @[Ada](user:3).
type mention struct {
	ast.BaseInline
	user int64
	name string // as it was written
}

var mentionKind = ast.NewNodeKind("Mention")

// Kind implements ast.Node.
func (*mention) Kind() ast.NodeKind { return mentionKind }

// Dump implements ast.Node.
func (m *mention) Dump(source []byte, level int) {
	ast.DumpHelper(m, source, level, map[string]string{"User": strconv.FormatInt(m.user, 10)}, nil)
}

var mentionPattern = regexp.MustCompile(`^@\[([^\]\n]{1,200})\]\(user:([0-9]{1,18})\)`)

// mentionParser finds mentions where text is read, so not in code.
type mentionParser struct{}

// Trigger implements parser.InlineParser.
func (mentionParser) Trigger() []byte { return []byte{'@'} }

// Parse implements parser.InlineParser.
func (mentionParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	m := mentionPattern.FindSubmatch(line)
	if m == nil {
		return nil
	}
	user, err := strconv.ParseInt(string(m[2]), 10, 64)
	if err != nil || user == 0 {
		return nil
	}
	block.Advance(len(m[0]))
	return &mention{user: user, name: string(m[1])}
}

// mentionRenderer writes mentions with the names that people have by now.
type mentionRenderer struct{ names map[int64]string }

// RegisterFuncs implements renderer.NodeRenderer.
func (r mentionRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(mentionKind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if m, ok := n.(*mention); ok && entering {
			name := r.names[m.user]
			if name == "" {
				name = m.name
			}
			_, err := fmt.Fprintf(w, `<span class="mention" data-user="%d">@%s</span>`, m.user, util.EscapeHTML([]byte(name)))
			return ast.WalkContinue, err
		}
		return ast.WalkContinue, nil
	})
}

// markdown is GitHub's flavour, in which a line break is one.
func markdown(names map[int64]string) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
			extension.Strikethrough, extension.Linkify, extension.TaskList,
		),
		goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(mentionParser{}, 100))),
		goldmark.WithRendererOptions(html.WithHardWraps(), renderer.WithNodeRenderers(util.Prioritized(mentionRenderer{names}, 100))),
	)
}

var reader = markdown(nil).Parser()

// Mentions returns the users whom a text mentions, each once, ascending.
func Mentions(body string) (users []int64) {
	root := reader.Parse(text.NewReader([]byte(body)))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if m, ok := n.(*mention); ok && entering {
			users = append(users, m.user)
		}
		return ast.WalkContinue, nil
	})
	slices.Sort(users)
	return slices.Compact(users)
}

// allowed is everything that may be in the HTML of a comment, whatever came
// before it: a second wall. Pictures are not: they would tell their server who
// reads.
var allowed = policy()

func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6",
		"table", "thead", "tbody", "tr", "th", "td", "span")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(left|center|right)$`)).OnElements("th", "td")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^language-[\w+#.-]{1,40}$`)).OnElements("code")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^mention$`)).OnElements("span")
	p.AllowAttrs("data-user").Matching(bluemonday.Integer).OnElements("span")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")
	p.AllowAttrs("checked", "disabled").Matching(regexp.MustCompile(`^$`)).OnElements("input")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnFullyQualifiedLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	p.RequireParseableURLs(true)
	return p
}

// Render turns the Markdown of a comment into HTML that is safe to show. Names
// are those of the users who may be mentioned.
func Render(body string, names map[int64]string) (string, error) {
	var out bytes.Buffer
	if err := markdown(names).Convert([]byte(body), &out); err != nil {
		return "", fmt.Errorf("render Markdown: %w", err)
	}
	return allowed.SanitizeReader(&out).String(), nil
}
