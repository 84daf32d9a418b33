package app_test

import (
	"bytes"
	"strings"
	"testing"

	"belfry/internal/app"
)

func TestUserCommands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var out bytes.Buffer
	env := app.Environment{Context: t.Context(), Stdout: &out, Stderr: &bytes.Buffer{}, Stdin: strings.NewReader("difference engine\n")}
	run := func(c interface{ Run(app.Environment) error }, want string) {
		t.Helper()
		out.Reset()
		err := c.Run(env)
		got := out.String()
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%T: %q, want %q in it", c, got, want)
		}
	}
	run(app.UserListCommand{DataDir: dir}, "start the server once first")
	run(app.InitCommand{DataDir: dir, Email: "ada@example.com", Password: "analytical engine", Project: "Shop"}, "Project 1 is ready.")
	run(app.UserListCommand{DataDir: dir}, "ada@example.com  ada   owner  active")
	run(app.UserResetCommand{DataDir: dir, Email: "bo@example.com"}, "No user has this e-mail address.")
	run(app.UserResetCommand{DataDir: dir, Email: "ADA@example.com", Stdin: true}, "is signed out everywhere")
	run(app.UserResetCommand{DataDir: dir, Email: "ada@example.com"}, "has a new password:")
}
