// Package account knows who may use Belfry: organizations and their members,
// users with local passwords, sessions in the browser, tokens of people and of
// projects, invitations, and the audit log.
//
// It owns the tables organizations, users, members, project_access, sessions,
// tokens, invitations and audit, and those of second factors and passkeys.
// Passwords are stored as argon2id; of sessions and tokens only a hash is
// stored, so that a copy of the database opens nothing. A fresh installation
// has one organization and no user; the first one is made by Setup, exactly
// once.
//
// The package serves no HTTP and must not import another feature.
package account
