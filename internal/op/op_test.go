package op_test

import (
	"flag"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/db/dbtest"
	"belfry/internal/op/optest"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestOpenAPI keeps openapi.yaml, from which clients are generated, in step.
func TestOpenAPI(t *testing.T) {
	t.Parallel()
	b := optest.New(t, dbtest.SQLite(t))
	b.API.OpenAPI().Info.Version = "1"
	got, err := b.API.OpenAPI().YAML()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("openapi.yaml", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("openapi.yaml is not up to date, run with -update:\n%s", diff)
	}
}

func TestTableIsComplete(t *testing.T) {
	t.Parallel()
	b := optest.New(t, dbtest.SQLite(t))
	tags := map[string]bool{}
	for _, tag := range b.API.OpenAPI().Tags {
		tags[tag.Name] = true
	}
	ids, routes := map[string]bool{}, map[string]bool{}
	for _, o := range b.Table() {
		if ids[o.ID] || routes[o.Method+o.Path] {
			t.Errorf("%s: name or route is taken twice", o.ID)
		}
		ids[o.ID], routes[o.Method+o.Path] = true, true
		if !regexp.MustCompile(`^[a-z]+[A-Za-z]+$`).MatchString(o.ID) || o.Summary == "" || strings.HasSuffix(o.Summary, ".") || !tags[o.Tag] {
			t.Errorf("%s: needs a camel-case name, a summary without a full stop and a known tag", o.ID)
		}
		if o.Method == http.MethodGet && o.Status != 0 {
			t.Errorf("%s: a GET that succeeds is a 200", o.ID)
		}
	}
}

var pathParameter = regexp.MustCompile(`\{[^}]+\}`)

// validBodies get operations past the check of their input.
var validBodies = map[string]string{
	"createProjectGroup":   `{"name":"x"}`,
	"renameProjectGroup":   `{"name":"x"}`,
	"orderProjects":        `{"projects":[999999]}`,
	"runSetup":             `{"token":"x","name":"x","email":"x","password":"x"}`,
	"createSession":        `{"email":"x","password":"x"}`,
	"answerSecondFactor":   `{"challenge":"x","totp":"x"}`,
	"signInByPasskey":      `{"challenge":"x","credential":{}}`,
	"beginProviderSignIn":  `{}`,
	"signInByProvider":     `{"state":"x","code":"x"}`,
	"enrolTotp":            `{"password":"x"}`,
	"confirmTotp":          `{"code":"x"}`,
	"disableTotp":          `{"password":"x"}`,
	"replaceRecoveryCodes": `{"password":"x"}`,
	"beginPasskey":         `{"password":"x"}`,
	"createPasskey":        `{"challenge":"x","name":"x","credential":{}}`,
	"updatePasskey":        `{"name":"x"}`,
	"updateProfile":        `{}`,
	"changePassword":       `{"current":"x","new":"x"}`,
	"createOrganization":   `{"name":"x"}`,
	"updateOrganization":   `{"name":"x"}`,
	"switchOrganization":   `{"organization_id":1}`,
	"createView":           `{"name":"x","state":{}}`,
	"updateView":           `{"name":"x","state":{}}`,
	"createToken":          `{"name":"x","scope":"read"}`,
	"createProject":        `{"name":"x"}`,
	"updateProject":        `{}`,
	"updateMember":         `{}`,
	"createInvitation":     `{"role":"viewer","all_projects":true}`,
	"acceptInvitation":     `{"token":"x"}`,
	"createProjectToken":   `{"name":"x","scope":"read"}`,
	"createKey":            `{"name":"x"}`,
	"updateKey":            `{}`,
	"updateIssue":          `{"status":"open"}`,
	"updateIssues":         `{"ids":[1],"action":{}}`,
	"createComment":        `{"body":"x"}`,
	"updateComment":        `{"body":"x"}`,
	"readNotices":          `{}`,
	"tagIssue":             `{"key":"a","value":"b"}`,
	"mergeIssues":          `{"issues":[1]}`,
	"updateGrouping":       `{}`,
	"tryGrouping":          `{}`,
	"unmergeIssue":         `{"fingerprints":["x"]}`,
}

func TestEveryOperationWithABodyIsTried(t *testing.T) {
	t.Parallel()
	b := optest.New(t, dbtest.SQLite(t))
	for _, item := range b.API.OpenAPI().Paths {
		for _, h := range []string{"post", "patch"} {
			o := item.Post
			if h == "patch" {
				o = item.Patch
			}
			if o != nil && o.RequestBody != nil && validBodies[o.OperationID] == "" {
				t.Errorf("validBodies lacks %s", o.OperationID)
			}
		}
	}
}
