package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"belfry/internal/account"
	"belfry/internal/db"
	"belfry/internal/secret"
)

// UserCommand is "belfry user": the way back in for whoever has a shell on the
// server. It needs the database only and works beside a running server.
type UserCommand struct {
	List  UserListCommand  `cmd:"" help:"List the users."`
	Reset UserResetCommand `cmd:"" name:"reset-password" help:"Set a new password, end all sessions, and remove the authenticator app."`
}

// UserListCommand is "belfry user list".
type UserListCommand struct {
	DataDir string `help:"Where everything is kept. Default: ./belfry-data." placeholder:"DIR"`
}

// Run prints a line for each member of each organization.
func (c UserListCommand) Run(env Environment) error {
	return env.withAccounts(c.DataDir, func(ctx context.Context, accounts *account.Store) error {
		all, err := accounts.AllMembers(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "E-MAIL\tNAME\tROLE\tSTATE")
		for _, m := range all {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", m.Email, m.Name, m.Role, stateOf(m))
		}
		return w.Flush()
	})
}

func stateOf(m account.Member) string {
	switch {
	case m.Disabled:
		return "disabled"
	case !m.Confirmed:
		return "not confirmed"
	}
	return "active"
}

// UserResetCommand is "belfry user reset-password".
type UserResetCommand struct {
	Email   string `arg:"" help:"E-mail of the user."`
	DataDir string `help:"Where everything is kept. Default: ./belfry-data." placeholder:"DIR"`
	Stdin   bool   `help:"Read the new password from standard input instead of making one up."`
}

// Run sets the password and prints it when it was made up.
func (c UserResetCommand) Run(env Environment) error {
	password := secret.NewToken("")[:20]
	if c.Stdin {
		line, err := bufio.NewReader(io.LimitReader(env.Stdin, 4096)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read the password: %w", err)
		}
		password = strings.TrimRight(line, "\r\n")
	}
	return env.withAccounts(c.DataDir, func(ctx context.Context, accounts *account.Store) error {
		u, err := accounts.ResetPassword(ctx, c.Email, password, now())
		if err != nil {
			return err
		}
		if c.Stdin {
			_, err = fmt.Fprintf(env.Stdout, "%s has a new password and is signed out everywhere.\n", u.Email)
			return err
		}
		_, err = fmt.Fprintf(env.Stdout, "%s is signed out everywhere and has a new password:\n\n%s\n\nChange it after signing in.\n", u.Email, password)
		return err
	})
}

// withAccounts opens the database for a command and closes it again.
func (e Environment) withAccounts(dataDir string, f func(context.Context, *account.Store) error) (err error) {
	cfg, err := e.load(map[string]string{"data_dir": dataDir})
	if err != nil {
		return err
	}
	d, err := db.Open(e.Context, cfg.database())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	migrated, err := d.Migrated(e.Context)
	if err != nil {
		return err
	}
	if !migrated {
		return errors.New("the database is not that of this version: start the server once first")
	}
	return f(e.Context, account.New(d))
}
