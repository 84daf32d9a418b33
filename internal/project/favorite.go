package project

import (
	"context"

	"belfry/internal/db"
	"belfry/internal/errs"
)

// Favorites returns the projects that a user has starred.
func (s *Store) Favorites(ctx context.Context, user int64) (stars map[int64]bool, err error) {
	defer errs.Wrap(&err, "project.Favorites(%d)", user)
	var ids []int64
	err = s.db.Select(ctx, &ids, `SELECT project_id FROM project_favorites WHERE user_id = ?`, user)
	stars = make(map[int64]bool, len(ids))
	for _, id := range ids {
		stars[id] = true
	}
	return stars, err
}

// SetFavorite stars a project for a user, or takes the star away.
func (s *Store) SetFavorite(ctx context.Context, user, project int64, star bool) (err error) {
	defer errs.Wrap(&err, "project.SetFavorite(%d, %d)", user, project)
	query := `DELETE FROM project_favorites WHERE user_id = ? AND project_id = ?`
	if star {
		query = `INSERT INTO project_favorites (user_id, project_id) VALUES (?, ?) ON CONFLICT DO NOTHING`
	}
	_, err = s.db.Exec(ctx, query, user, project)
	return err
}

// Places returns where a user has put projects, counted from 0. Those that the
// user has not moved have no place.
func (s *Store) Places(ctx context.Context, user int64) (places map[int64]int64, err error) {
	defer errs.Wrap(&err, "project.Places(%d)", user)
	return s.pairs(ctx, `SELECT project_id, place AS value FROM project_places WHERE user_id = ?`, user)
}

// SetOrder puts projects into an order for a user; those that are not named
// lose their place and come after them. None takes the order back.
func (s *Store) SetOrder(ctx context.Context, user int64, projects []int64) (err error) {
	defer errs.Wrap(&err, "project.SetOrder(%d)", user)
	return s.db.Transact(ctx, func(tx *db.DB) error {
		if _, err := tx.Exec(ctx, `DELETE FROM project_places WHERE user_id = ?`, user); err != nil {
			return err
		}
		for place, id := range projects {
			_, err := tx.Exec(ctx, `INSERT INTO project_places (user_id, project_id, place) VALUES (?, ?, ?)
				ON CONFLICT (user_id, project_id) DO NOTHING`, user, id, place)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
