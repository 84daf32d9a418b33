package group

import (
	"slices"
	"strings"

	"belfry/internal/telemetry"
)

const (
	maxChain   = 50 // exceptions of a chain that count, the last ones
	maxMembers = 50 // members of a group that are looked at
	maxCauses  = 10 // causes of each member that count, the last ones
)

// exceptionDecision groups by the exceptions of e; false when there are none
// that say anything.
func exceptionDecision(e *telemetry.Event) (decision, bool) {
	if len(e.Exceptions) == 0 {
		return decision{}, false
	}
	if t, ok := treeOf(e); ok {
		return groupDecision(e, t)
	}
	return chainDecision(e, lastOf(e.Exceptions))
}

// lastOf returns the last exceptions, which are the outer ones of a long chain.
func lastOf(all []telemetry.Exception) []*telemetry.Exception {
	all = all[max(len(all)-maxChain, 0):]
	chain := make([]*telemetry.Exception, len(all))
	for i := range all {
		chain[i] = &all[i]
	}
	return chain
}

// groupDecision groups an exception group by its distinct members.
func groupDecision(e *telemetry.Event, t *tree) (decision, bool) {
	members := t.members()
	distinct := make(map[string]decision)
	for _, i := range members[:min(len(members), maxMembers)] {
		causes := t.causes(i)
		d, ok := chainDecision(e, t.chainOf(causes[max(len(causes)-maxCauses, 0):]))
		if ok {
			distinct[d.hash()] = d
		}
	}
	hashes := make([]string, 0, len(distinct))
	for h := range distinct {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	if len(hashes) == 0 {
		return decision{}, false
	}
	root := &t.all[t.root]
	if len(hashes) == 1 {
		d := distinct[hashes[0]]
		if members[0] != t.root {
			d.parts = append(d.parts, telemetry.Component{
				Name: "group", Value: clip(typeOf(e, root)),
				Note: "left out: all " + countOf(len(members), "member") + " come to the same",
			})
		}
		return d, true
	}
	return joinMembers(e, root, hashes, distinct), true
}

func joinMembers(e *telemetry.Event, root *telemetry.Exception, hashes []string, distinct map[string]decision) decision {
	all := decision{method: methodException}
	all.parts = append(all.parts, telemetry.Component{Name: "group", Value: clip(typeOf(e, root)), Used: true})
	for _, h := range hashes {
		d := distinct[h]
		if d.method == methodStack {
			all.method = methodStack
		}
		all.parts = append(all.parts, telemetry.Component{Name: "member", Value: h, Used: true})
		all.parts = append(all.parts, d.parts...)
	}
	return all
}

// chainDecision groups a plain chain, causes first.
func chainDecision(e *telemetry.Event, chain []*telemetry.Exception) (decision, bool) {
	stacks := make([]stack, len(chain))
	room := 1 + len(chain) // a type each, and the value
	for i, x := range chain {
		stacks[i] = readStack(e, x.Frames)
		room += min(len(stacks[i]), maxHashed+maxUnused+1)
	}
	source := chooseFrames(stacks)
	parts := make([]telemetry.Component, 0, room)
	said := false
	for i, x := range chain {
		c := typeComponent(e, x)
		said = said || c.Used
		parts = append(parts, c)
		parts = stacks[i].components(parts, source.of(i))
	}
	if source.tier != noFrames {
		return decision{methodStack, parts}, true
	}
	value := valueComponent(chain)
	if value.Value != "" {
		parts, said = append(parts, value), true
	}
	return decision{methodException, parts}, said || useAnyType(parts)
}

// useAnyType takes back that types were left out, when nothing else is known.
func useAnyType(parts []telemetry.Component) bool {
	used := false
	for i := range parts {
		if c := &parts[i]; c.Name == "type" && c.Value != "" {
			c.Used, c.Note, used = true, "says little, but all there is", true
		}
	}
	return used
}

// typeComponent names the type of x, unless the type says nothing: a synthetic
// one is made up by the SDK, and a one-letter one by a minifier.
func typeComponent(e *telemetry.Event, x *telemetry.Exception) telemetry.Component {
	name := typeOf(e, x)
	c := telemetry.Component{Name: "type", Value: clip(name), Used: name != ""}
	if name != x.Type {
		c.From = clip(x.Type)
	}
	switch {
	case name == "":
		c.Note = "left out: the exception has no type"
	case isSynthetic(x):
		c.Used, c.Note = false, "left out: made up by the SDK"
	case len(name) <= 2 && isBrowser(e, x):
		c.Used, c.Note = false, "left out: minified"
	}
	return c
}

func isSynthetic(x *telemetry.Exception) bool { return x.Mechanism != nil && x.Mechanism.Synthetic }

func isBrowser(e *telemetry.Event, x *telemetry.Exception) bool {
	if len(x.Frames) > 0 {
		return familyOf(e, &x.Frames[len(x.Frames)-1]) == browser
	}
	return platformFamily(e.Platform) == browser
}

// typeOf returns the type of x without what a compiler or runtime put into it.
func typeOf(e *telemetry.Event, x *telemetry.Exception) string {
	t := strings.TrimSpace(x.Type)
	if i := strings.Index(t, "@anonymous"); i >= 0 { // PHP: a file and line follow
		return t[:i+len("@anonymous")]
	}
	if strings.ContainsAny(t, "$`") {
		switch platformFamily(e.Platform) {
		case jvm:
			return jvmClass(t)
		case dotnet:
			return dotnetClass(t)
		}
	}
	return cutBytes(firstLine(t), maxValue)
}

// valueComponent is the masked message of the last exception that has one.
func valueComponent(chain []*telemetry.Exception) telemetry.Component {
	for _, c := range slices.Backward(chain) {
		if text := cutLines(c.Value); text != "" {
			return masked("value", text)
		}
	}
	return telemetry.Component{}
}

// mainException returns the exception that names the issue: the one raised,
// or, where all members of a group are alike, the first member.
func mainException(e *telemetry.Event) *telemetry.Exception {
	if len(e.Exceptions) == 0 {
		return &telemetry.Exception{}
	}
	t, ok := treeOf(e)
	if !ok {
		return &e.Exceptions[len(e.Exceptions)-1]
	}
	members := t.members()
	first := &t.all[members[0]]
	for _, i := range members[1:] {
		if t.all[i].Type != first.Type {
			return &t.all[t.root]
		}
	}
	return first
}
