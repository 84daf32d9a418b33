package optest

import (
	"context"
	"slices"

	"belfry/internal/errs"
	"belfry/internal/op"
)

// poison is a box of records that were set aside, in memory.
type poison []op.Poison

// SetAside adds a record to the poison box.
func (b *Bench) SetAside(p op.Poison) { b.poison = append(b.poison, p) }

func (p *poison) box() op.PoisonBox {
	return op.PoisonBox{
		List:   func(context.Context, int) ([]op.Poison, error) { return *p, nil },
		Retry:  p.remove,
		Delete: p.remove,
	}
}

func (p *poison) remove(_ context.Context, id int64) error {
	i := slices.IndexFunc(*p, func(r op.Poison) bool { return r.ID == id })
	if i < 0 {
		return errs.New(errs.NotFound, "There is no such record.")
	}
	*p = slices.Delete(*p, i, i+1)
	return nil
}
