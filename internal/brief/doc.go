// Package brief writes an issue down as Markdown: for a ticket, a chat, or a
// model that is to say what is wrong. It is short enough to be read as a whole
// and says where it left something out.
//
// What programs sent stands in fences that nothing inside can close, or in
// lines whose marks are escaped: text from outside is quoted, never part of the
// document's own structure.
//
// The package is pure; it imports telemetry alone.
package brief
