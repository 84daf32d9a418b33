package op_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"belfry/internal/account"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/op"
	"belfry/internal/op/optest"
)

// standing is what a caller of the matrix stands for.
type standing struct {
	as      string
	role    account.Role // of whoever is behind it, "" for a stranger
	reads   bool         // a read-only token
	project bool         // a token of the project that is asked for
	blind   bool         // may not see the project that is asked for
	abroad  bool         // belongs to another organization than the one that runs the server
}

// callers are everybody whom the matrix knows. What is theirs is made anew for
// each operation, so that one operation leaves nothing for the next.
var callers = []standing{
	{as: optest.Nobody},
	{as: optest.Outsider, role: account.RoleMember, blind: true},
	{as: foreignReader, role: account.RoleViewer, reads: true, project: true, blind: true},
	{as: foreignWriter, role: account.RoleMember, project: true, blind: true},
	{as: optest.ProjectReader, role: account.RoleViewer, reads: true, project: true},
	{as: optest.Viewer, role: account.RoleViewer},
	{as: optest.Reader, role: account.RoleOwner, reads: true},
	{as: optest.ProjectWriter, role: account.RoleMember, project: true},
	{as: optest.Member, role: account.RoleMember},
	{as: optest.Writer, role: account.RoleOwner},
	{as: optest.Admin, role: account.RoleAdmin},
	{as: optest.Session, role: account.RoleOwner},
	{as: foreignOwner, role: account.RoleOwner, blind: true, abroad: true},
}

const (
	foreignReader = "another project's read token"
	foreignWriter = "another project's write token"
	foreignOwner  = "another organization's owner"
)

// expected is the status with which an operation refuses a caller, derived from
// its declaration alone; 0 means that it lets the caller through.
func expected(o op.Operation, s standing) int {
	writes := o.Permission != op.Public && o.Permission != op.Read && o.Method != http.MethodGet || o.Permission == op.Write
	within := strings.HasPrefix(o.Path+"/", "/projects/{project_id}/")
	least := map[op.Permission]account.Role{
		op.Read: account.RoleViewer, op.Personal: account.RoleViewer, op.Write: account.RoleMember, op.Admin: account.RoleAdmin, op.Owner: account.RoleOwner,
	}
	forPeople := o.PeopleOnly || o.Permission == op.Personal || o.Permission == op.Owner
	switch {
	case o.Permission == op.Public:
		return 0
	case s.role == "":
		return http.StatusUnauthorized
	case writes && s.reads:
		return http.StatusForbidden
	case s.project && (forPeople || o.Home || o.Permission == op.Admin && !within):
		return http.StatusForbidden
	case s.abroad && o.Home:
		return http.StatusForbidden
	case !s.project && !s.role.AtLeast(least[o.Permission]):
		return http.StatusForbidden
	case s.blind && onProject(o):
		return http.StatusNotFound
	}
	return 0
}

// onProject reports whether an operation names a project or what is in one.
func onProject(o op.Operation) bool {
	return strings.Contains(o.Path, "{project_id}") || strings.Contains(o.Path, "{issue_id}")
}

// TestRoleMatrix calls every operation as everybody, with each kind of token,
// on a project that the caller may or may not see.
func TestRoleMatrix(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d) // with projects 1 and 2
		b.Token(t, foreignReader, account.ScopeRead, 1)
		b.Token(t, foreignWriter, account.ScopeWrite, 1)
		b.Elsewhere(t, foreignOwner)
		tried := 0
		for _, o := range b.Table() {
			on := b.newTarget(t)
			for _, s := range callers {
				if o.ID == "deleteSession" && s.role != "" {
					continue // would end what the rest needs; it has a test of its own
				}
				tried++
				b.try(t, o, s, on)
			}
		}
		t.Logf("%d operations, %d callers: %d combinations of operation, role, token and project", len(b.Table()), len(callers), tried)
	})
}

// target is a project with an issue and tokens.
type target struct{ project, issue int64 }

// newTarget makes a project that everybody sees but Ed and the foreign tokens,
// whose project is 1.
func (b *plant) newTarget(t *testing.T) target {
	t.Helper()
	name := fmt.Sprintf("Target %d", b.seq)
	p, _, err := b.Projects.Create(t.Context(), 1, name, "", 1)
	if err != nil {
		t.Fatal(err)
	}
	b.add(t, b.event(p.ID, byte(b.seq%200), 1, name))
	var issue int64
	if err := b.DB.Get(t.Context(), &issue, `SELECT MAX(id) FROM issues WHERE project_id = ?`, p.ID); err != nil {
		t.Fatal(err)
	}
	b.Token(t, optest.ProjectReader, account.ScopeRead, p.ID)
	b.Token(t, optest.ProjectWriter, account.ScopeWrite, p.ID)
	return target{p.ID, issue}
}

// try makes one call. With ids of parts that do not exist a permitted call may
// fail, but not for lack of permission.
func (b *plant) try(t *testing.T, o op.Operation, s standing, on target) {
	t.Helper()
	path := strings.NewReplacer("{project_id}", strconv.FormatInt(on.project, 10), "{issue_id}", strconv.FormatInt(on.issue, 10)).Replace(o.Path)
	request := o.Method + " " + pathParameter.ReplaceAllString(path, "999999") + validQueries[o.ID]
	w := b.Do(t, s.as, request, validBodies[o.ID])
	want := expected(o, s)
	refused := slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden}, w.Code)
	switch {
	case o.Permission == op.Public: // may refuse for reasons of its own
	case want == 0 && refused, want != 0 && w.Code != want:
		t.Errorf("%s as %s: %d, want %d (0 is let through)\n%s", o.ID, s.as, w.Code, want, w.Body)
	}
	if w.Code >= http.StatusInternalServerError {
		t.Errorf("%s as %s: %d\n%s", o.ID, s.as, w.Code, w.Body)
	}
}

// validQueries get operations past the check of their input.
var validQueries = map[string]string{
	"deleteProject": "?confirm=x",
	"untagIssue":    "?key=a&value=b",
}
