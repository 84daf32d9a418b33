package spool

import "os"

// disk is how the spool writes; tests put a failing one in its place.
type disk struct {
	write func(f *os.File, b []byte, off int64) error
	sync  func(f *os.File) error
}

func realDisk() disk { return disk{write: writeAt, sync: syncData} }

func writeAt(f *os.File, b []byte, off int64) error {
	_, err := f.WriteAt(b, off)
	return err
}
