package spool

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// syncDir has nothing to do: the file system journals its directories.
func syncDir(string) error { return nil }

// noSpace reports whether err says that there is no room for more.
func noSpace(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// tryLock takes the lock of an open file; it is released with the file.
func tryLock(f *os.File) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrLocked
	}
	return os.NewSyscallError("LockFileEx", err)
}
