package duck

import (
	"maps"
	"testing"

	"pgregory.net/rapid"
)

func TestMapsSurviveTheirEncoding(t *testing.T) {
	t.Parallel()
	odd := rapid.StringOf(rapid.RuneFrom([]rune{'a', '0', '1', '2', 0x1d, 0x1e, 0x1f, 'ü', 0}))
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.MapOf(odd, odd).Draw(t, "texts")
		if got, err := decodeTexts(encodeTexts(texts)); err != nil || !maps.Equal(got, texts) {
			t.Errorf("%q became %q, %v", texts, got, err)
		}
		floats := rapid.MapOf(odd, rapid.Float64()).Draw(t, "floats")
		if got, err := decodeFloats(encodeFloats(floats)); err != nil || !maps.Equal(got, floats) {
			t.Errorf("%v became %v, %v", floats, got, err)
		}
	})
}

func FuzzDecodeMap(f *testing.F) {
	f.Add(encodeTexts(map[string]string{"a": "b", "c": ""}))
	f.Add("\x1fa\x1eb")
	f.Add("\x1f\x1f")
	f.Fuzz(func(_ *testing.T, s string) {
		_, _ = decodeTexts(s)
		_, _ = decodeFloats(s)
	})
}
