package duck

import (
	"io/fs"
	"os"
	"syscall"
)

// Of linux/falloc.h.
const (
	keepSize  = 0x01
	punchHole = 0x02
)

// punch frees a part of a file, which reads as zeros then.
func punch(f *os.File, at, size int64) error {
	return syscall.Fallocate(int(f.Fd()), keepSize|punchHole, at, size)
}

// occupied returns what a file takes up on the disk, without its holes.
func occupied(info fs.FileInfo) int64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Blocks * 512
	}
	return info.Size()
}
