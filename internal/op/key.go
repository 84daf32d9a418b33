package op

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"belfry/internal/project"
)

// Key lets events into a project.
type Key struct {
	ID            int64        `json:"id"`
	Name          string       `json:"name"`
	PublicKey     string       `json:"public_key"`
	DSN           string       `json:"dsn" doc:"What an SDK is configured with."`
	Enabled       bool         `json:"enabled"`
	RatePerMinute int64        `json:"rate_per_minute" doc:"0 means no limit."`
	CreatedAt     Time         `json:"created_at"`
	LastUsedAt    OrNull[Time] `json:"last_used_at"`
}

func keyOf(c Caller, k project.Key) Key {
	return Key{
		ID: k.ID, Name: k.Name, PublicKey: k.PublicKey, DSN: DSN(c.BaseURL, k), Enabled: k.Enabled,
		RatePerMinute: k.RatePerMinute, CreatedAt: Time(k.Created), LastUsedAt: timeOrNull(k.LastUsed),
	}
}

// DSN is what an SDK needs to know to send to the project of k.
func DSN(baseURL string, k project.Key) string {
	u, err := url.Parse(baseURL)
	if err != nil || u.Host == "" {
		u = &url.URL{Scheme: "http", Host: "localhost"}
	}
	u.User = url.User(k.PublicKey)
	return u.JoinPath(strconv.FormatInt(k.Project, 10)).String()
}

func (o *Ops) keyOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "listKeys", Method: http.MethodGet, Path: "/projects/{project_id}/keys", Tag: "keys", Permission: Read,
			Summary: "A project's keys, oldest first",
			Errors:  []int{http.StatusNotFound},
		}, o.listKeys),
		define(Operation{
			ID: "createKey", Method: http.MethodPost, Path: "/projects/{project_id}/keys", Tag: "keys", Permission: Admin, Status: http.StatusCreated,
			Summary: "Make a key",
			Errors:  []int{http.StatusNotFound, http.StatusConflict},
		}, o.createKey),
		define(Operation{
			ID: "updateKey", Method: http.MethodPatch, Path: "/projects/{project_id}/keys/{key_id}", Tag: "keys", Permission: Admin,
			Summary: "Rename, limit, disable or enable a key",
			Errors:  []int{http.StatusNotFound},
		}, o.updateKey),
		define(Operation{
			ID: "rotateKey", Method: http.MethodPost, Path: "/projects/{project_id}/keys/{key_id}/rotate", Tag: "keys", Permission: Admin,
			Summary:     "Replace the public key",
			Description: "The old public key is refused from now on.",
			Errors:      []int{http.StatusNotFound},
		}, o.rotateKey),
		define(Operation{
			ID: "deleteKey", Method: http.MethodDelete, Path: "/projects/{project_id}/keys/{key_id}", Tag: "keys", Permission: Admin,
			Summary: "Delete a key",
			Errors:  []int{http.StatusNotFound},
		}, o.deleteKey),
	}
}

// KeyPath is part of the input of operations on a key.
type KeyPath struct {
	ProjectPath
	Key int64 `path:"key_id"`
}

type keyOutput struct{ Body Key }

type keysOutput struct{ Body Page[Key] }

func (o *Ops) listKeys(ctx context.Context, c Caller, in *ProjectPath) (*keysOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	all, err := o.Projects.Keys(ctx, p.ID)
	return &keysOutput{list(each(all, func(k project.Key) Key { return keyOf(c, k) }))}, err
}

type newKeyInput struct {
	ProjectPath
	Body struct {
		Name          string `json:"name" maxLength:"500"`
		RatePerMinute int64  `json:"rate_per_minute,omitempty" doc:"0 means no limit."`
	}
}

func (o *Ops) createKey(ctx context.Context, c Caller, in *newKeyInput) (*keyOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	k, err := o.Projects.CreateKey(ctx, p.ID, in.Body.Name, in.Body.RatePerMinute, o.now())
	return &keyOutput{keyOf(c, k)}, err
}

type changeKeyInput struct {
	KeyPath
	Body struct {
		Name          *string `json:"name,omitempty" maxLength:"500"`
		Enabled       *bool   `json:"enabled,omitempty"`
		RatePerMinute *int64  `json:"rate_per_minute,omitempty" doc:"0 means no limit."`
	}
}

func (o *Ops) updateKey(ctx context.Context, c Caller, in *changeKeyInput) (*keyOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	k, err := o.Projects.UpdateKey(ctx, p.ID, in.Key, project.KeyChange(in.Body))
	return &keyOutput{keyOf(c, k)}, err
}

func (o *Ops) rotateKey(ctx context.Context, c Caller, in *KeyPath) (*keyOutput, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	k, err := o.Projects.RotateKey(ctx, p.ID, in.Key, o.now())
	return &keyOutput{keyOf(c, k)}, err
}

func (o *Ops) deleteKey(ctx context.Context, c Caller, in *KeyPath) (*struct{}, error) {
	p, err := o.project(ctx, c, in.Project)
	if err != nil {
		return nil, err
	}
	return nil, o.Projects.DeleteKey(ctx, p.ID, in.Key)
}
