package app

import (
	"context"
	"fmt"
	"time"

	"belfry/internal/digest"
	"belfry/internal/op"
	"belfry/internal/telemetry"
)

// instanceInfo gathers what the instance page shows.
func (a *App) instanceInfo(ctx context.Context) (op.Instance, error) {
	info := op.Instance{
		StartedAt: op.Time(telemetry.At(a.started)),
		Database:  string(a.db.Engine()),
		Spool:     a.spoolInfo(),
	}
	var err error
	if info.PoisonCount, err = a.digester.CountPoison(ctx); err != nil {
		return info, err
	}
	if info.Storage, err = a.storageInfo(ctx); err != nil {
		return info, err
	}
	stats, err := a.lake.Stats(ctx)
	if err != nil {
		return info, fmt.Errorf("ask the lake: %w", err)
	}
	info.Storage.LakeBytes, info.Storage.LakeRows = stats.Bytes, make(map[string]int64, len(stats.Tables))
	for table, rows := range stats.Tables {
		info.Storage.LakeRows[string(table)] = rows
	}
	for _, p := range stats.Partitions {
		info.Partitions = append(info.Partitions, op.Partition{
			Day: p.Day.Std().Format(time.DateOnly), Class: string(p.Class), Bytes: p.Bytes, Rows: p.Rows,
		})
	}
	return info, nil
}

func (a *App) spoolInfo() op.Spool {
	s, d := a.spool.Stats(), a.digester.Status()
	return op.Spool{First: s.First, Last: s.Durable, Applied: d.Applied, Lag: a.lag(), Bytes: s.Bytes, MaxBytes: s.MaxBytes, Stalled: d.Stalled}
}

func (a *App) storageInfo(ctx context.Context) (s op.Storage, err error) {
	s.DiskFree, s.DiskTotal, s.DiskFloor = a.disk.free.Load(), a.disk.total.Load(), a.disk.floor
	if s.Blobs.Files, s.Blobs.Bytes, err = a.blobs.Usage(ctx); err != nil {
		return s, fmt.Errorf("count the blobs: %w", err)
	}
	if s.DatabaseBytes, err = a.db.Size(ctx); err != nil {
		return s, err
	}
	return s, nil
}

// poisonBox lets operations see and treat what the digest set aside.
func (a *App) poisonBox() op.PoisonBox {
	return op.PoisonBox{
		List: func(ctx context.Context, limit int) ([]op.Poison, error) {
			found, err := a.digester.Poisons(ctx, limit)
			out := make([]op.Poison, len(found))
			for i, p := range found {
				out[i] = poisonOf(p)
			}
			return out, err
		},
		Retry:  a.digester.Retry,
		Delete: a.digester.Forget,
	}
}

func poisonOf(p digest.Poison) op.Poison {
	return op.Poison{
		ID: p.ID, Seq: p.Seq, At: op.Time(p.At), ProjectID: p.Project, Protocol: p.Protocol,
		Error: p.Error, Tries: p.Tries, Bytes: p.Bytes,
	}
}
