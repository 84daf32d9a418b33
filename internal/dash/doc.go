// Package dash keeps what people arrange for themselves and each other to look
// at: saved views, which are searches with their order and whatever else belongs
// to the state of a page.
//
// A view belongs to who made it. Shared ones are seen by everybody who sees
// their project, or by the whole organization when they are about all projects.
//
// The package owns the table views.
package dash
