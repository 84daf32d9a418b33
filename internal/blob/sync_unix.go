//go:build unix

package blob

import (
	"errors"
	"os"
)

// syncDir makes the creation and renaming of files in a directory durable.
func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
