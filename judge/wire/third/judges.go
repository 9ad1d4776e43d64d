package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	openapi "github.com/pb33f/libopenapi"
	"github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi/datamodel"
)

// kin asks kin-openapi; what it cannot read or decode is no verdict.
func kin(alone Slice, path string, params map[string]string, call Call) Verdict {
	cannot := func(err error) Verdict { return Verdict{"cannot", short(err), "kin-openapi"} }
	document, err := load(alone)
	if err != nil {
		return cannot(err)
	}
	request, err := call.Request.received()
	if err != nil {
		return cannot(err)
	}
	item := document.Paths.Value(path)
	if item == nil || item.GetOperation(request.Method) == nil {
		return cannot(errors.New("no such operation after loading"))
	}
	operation := item.GetOperation(request.Method)
	input := &openapi3filter.RequestValidationInput{
		Request: request, PathParams: params,
		Route: &routers.Route{Spec: document, Server: document.Servers[0], Path: path, PathItem: item, Method: request.Method, Operation: operation},
		Options: &openapi3filter.Options{
			AuthenticationFunc: authenticated, SkipSettingDefaults: true, RejectWhenRequestBodyNotSpecified: true,
		},
	}
	if err := openapi3filter.ValidateRequest(context.Background(), input); err != nil {
		if unread(err) {
			return cannot(err)
		}
		return Verdict{"invalid", short(err), "kin-openapi"}
	}
	return Verdict{"valid", "", "kin-openapi"}
}

// unread is whether kin-openapi says that it lacks something, not that the request does.
func unread(err error) bool {
	words := err.Error()
	for _, one := range []string{"unsupported content type", "not implemented", "invalid serialization method", "error parsing regexp", "circular schema reference",
		"unsupported schema of request body", "has non primitive type"} {
		if strings.Contains(words, one) {
			return true
		}
	}
	return false
}

func load(alone Slice) (*openapi3.T, error) {
	text, err := json.Marshal(alone.root)
	if err != nil {
		return nil, err
	}
	file, err := filepath.Abs(alone.file)
	if err != nil {
		return nil, err
	}
	location := &url.URL{Path: filepath.ToSlash(file)}
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	// Files beside the document are read; nothing is fetched.
	loader.ReadFromURIFunc = func(loader *openapi3.Loader, location *url.URL) ([]byte, error) {
		if location.Host != "" || location.Scheme != "" && location.Scheme != "file" {
			return nil, errors.New("a remote document: " + location.String())
		}
		return openapi3.ReadFromFile(loader, location)
	}
	if _, old := alone.root["swagger"]; !old {
		return loader.LoadFromDataWithPath(text, location)
	}
	var document openapi2.T
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	return openapi2conv.ToV3WithLoader(&document, loader, location)
}

// authenticated is whether a request carries what a scheme wants; whose secret it is does not matter here.
func authenticated(_ context.Context, input *openapi3filter.AuthenticationInput) error {
	request, scheme := input.RequestValidationInput.Request, input.SecurityScheme
	sent, wanted := "", ""
	switch {
	case scheme.Type == "apiKey" && scheme.In == "query":
		sent = input.RequestValidationInput.GetQueryParams().Get(scheme.Name)
	case scheme.Type == "apiKey" && scheme.In == "cookie":
		if cookie, err := request.Cookie(scheme.Name); err == nil {
			sent = cookie.Value
		}
	case scheme.Type == "apiKey":
		sent = request.Header.Get(scheme.Name)
	case scheme.Type == "mutualTLS":
		return nil // of the connection, not of the request
	case scheme.Type == "http":
		sent, wanted = request.Header.Get("authorization"), strings.ToLower(scheme.Scheme)+" "
	default:
		sent, wanted = request.Header.Get("authorization"), "bearer "
	}
	if scheme.Type == "apiKey" && scheme.In == "header" && strings.ContainsAny(scheme.Name, " \t()<>@,;:\\\"/[]?={}") {
		return errors.New("no header can be named " + scheme.Name)
	}
	if sent == "" || !strings.HasPrefix(strings.ToLower(sent), wanted) {
		return errors.New("the request carries nothing for the scheme " + input.SecuritySchemeName)
	}
	return nil
}

// libopenapi asks libopenapi-validator, with a reader for every body, and no pass for a body that it cannot read. XML has but
// text, so a text that spells a number is one.
func libopenapi(alone Slice, path string, call Call) Verdict {
	cannot := func(err error) Verdict { return Verdict{"cannot", short(err), "libopenapi-validator"} }
	loaded, err := load(alone) // version 2.0 as kin-openapi converts it
	if err != nil {
		return cannot(err)
	}
	var text []byte
	if _, old := alone.root["swagger"]; old {
		text, err = json.Marshal(loaded)
	} else {
		text, err = json.Marshal(alone.root)
	}
	if err != nil {
		return cannot(err)
	}
	document, err := openapi.NewDocumentWithConfiguration(text, &datamodel.DocumentConfiguration{BasePath: filepath.Dir(alone.file), AllowFileReferences: true})
	if err != nil {
		return cannot(err)
	}
	model, err := document.BuildV3Model()
	if err != nil {
		return cannot(err)
	}
	request, err := call.Request.received()
	if err != nil {
		return cannot(err)
	}
	item := model.Model.Paths.PathItems.GetOrZero(path)
	if item == nil {
		return cannot(errors.New("no such path after loading"))
	}
	judge := validator.NewValidatorFromV3Model(&model.Model,
		config.WithStandardBodyDecoders(), config.WithScalarCoercion(), config.WithRejectUnsupportedBodyContent(), config.WithRejectUndeclaredRequestBody())
	if ok, found := judge.ValidateHttpRequestSyncWithPathItem(request, item, path); !ok {
		words := []string{}
		for _, one := range found {
			for _, detail := range one.SchemaValidationErrors {
				words = append(words, detail.FieldPath+": "+detail.Reason)
			}
			if len(one.SchemaValidationErrors) == 0 {
				words = append(words, one.Message+": "+one.Reason)
			}
		}
		return Verdict{"invalid", cut(strings.Join(words, " | ")), "libopenapi-validator"}
	}
	return Verdict{"valid", "", "libopenapi-validator"}
}

func short(err error) string { return cut(err.Error()) }

// cut keeps the first words; kin-openapi adds whole schemas.
func cut(words string) string {
	if at := strings.Index(words, "\nSchema:"); at >= 0 {
		words = words[:at]
	}
	if len(words) > 500 {
		words = words[:500]
	}
	return words
}
