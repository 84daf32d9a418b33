package spool

import "os"

const writeBuffer = 1 << 20

// output collects what is written in a buffer; only data larger than the buffer
// is written past it.
type output struct {
	disk disk
	file *os.File
	off  int64
	buf  []byte
}

func (o *output) header(h recordInfo, salt uint32) error {
	if err := o.room(recordHeader); err != nil {
		return err
	}
	o.buf = appendRecordHeader(o.buf, h, salt)
	return nil
}

func (o *output) data(p []byte) error {
	if err := o.room(len(p)); err != nil {
		return err
	}
	if len(p) > cap(o.buf) {
		return o.put(p)
	}
	o.buf = append(o.buf, p...)
	return nil
}

func (o *output) room(n int) error {
	if len(o.buf)+n <= cap(o.buf) {
		return nil
	}
	return o.flush()
}

func (o *output) flush() error {
	b := o.buf
	o.buf = b[:0]
	if len(b) == 0 {
		return nil
	}
	return o.put(b)
}

func (o *output) put(b []byte) error {
	err := o.disk.write(o.file, b, o.off)
	o.off += int64(len(b))
	return err
}
