package account

import (
	"context"

	"belfry/internal/errs"
)

// maxFound bounds how many people of an organization are looked through.
const maxFound = 10_000

// Find returns the members of an organization whose name or e-mail address is
// wanted, those who may not come in any more included: what they left behind is
// looked for, too.
func (s *Store) Find(ctx context.Context, organization int64, wanted func(text string) bool) (found []User, err error) {
	defer errs.Wrap(&err, "account.Find(%d)", organization)
	var all []User
	err = s.db.Select(ctx, &all, `SELECT u.id, u.name, u.email FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.organization_id = ? ORDER BY u.name, u.id LIMIT ?`, organization, maxFound)
	for _, u := range all {
		if wanted(u.Name) || wanted(u.Email) {
			found = append(found, u)
		}
	}
	return found, err
}
