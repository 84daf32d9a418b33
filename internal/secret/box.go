package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// MinKey is the least length of a key that seals, in bytes of its text.
const MinKey = 32

// sealed1 begins every text sealed as of now: AES-256-GCM, the nonce in front,
// base64url.
const sealed1 = "s1."

// Box seals what must be stored readable, under a key that is not in the
// database: a copy of the database alone opens nothing.
type Box struct{ aead cipher.AEAD }

// NewBox returns a box whose key is derived from text, at least MinKey bytes
// that nobody can guess.
func NewBox(text string) (*Box, error) {
	if len(text) < MinKey {
		return nil, fmt.Errorf("the secret key has %d bytes, at least %d are needed", len(text), MinKey)
	}
	key, err := hkdf.Key(sha256.New, []byte(text), nil, "belfry sealed secrets", 32)
	if err != nil {
		return nil, fmt.Errorf("derive the key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("make the cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return &Box{aead}, err
}

// Seal returns text in a form that only this key opens. About says what it
// belongs to, such as "totp 17"; it is not secret, and opening needs the same.
func (b *Box) Seal(text, about string) string {
	return sealed1 + base64.RawURLEncoding.EncodeToString(b.aead.Seal(nil, nil, []byte(text), []byte(about)))
}

// Open returns what was sealed. It fails for another key, another about and for
// what was changed.
func (b *Box) Open(sealed, about string) (string, error) {
	body, ok := strings.CutPrefix(sealed, sealed1)
	if !ok {
		return "", errors.New("not a sealed secret")
	}
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return "", fmt.Errorf("sealed secret: %w", err)
	}
	text, err := b.aead.Open(nil, nil, raw, []byte(about))
	if err != nil {
		return "", fmt.Errorf("open the sealed secret (is it the key that sealed it?): %w", err)
	}
	return string(text), nil
}

// KeyFile returns the key in a file, which it makes with a random one, readable
// by its owner only, when there is none. Several processes may call it at once.
func KeyFile(path string) (string, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeKeyFile(path); err != nil {
			return "", fmt.Errorf("make the key file: %w", err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return "", fmt.Errorf("read the key file: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// makeKeyFile leaves a whole file or none, and one that is there alone.
func makeKeyFile(path string) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".key-*") // 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	_, err = tmp.WriteString(NewHex(32) + "\n")
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := os.Link(tmp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
