// Package hearthroom makes access tokens and admin tokens of Hearthroom and verifies its webhooks, with Go's standard
// library alone.
package hearthroom

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Key is one of the server's HEARTHROOM_KEYS.
type Key struct {
	ID     string
	Secret string
}

// Holder is the person who joins with an access token.
type Holder struct {
	Room string `json:"room"`
	// Role is "therapist", "cotherapist", "client" or "observer".
	Role string `json:"role"`
	// Name is shown to the group, Label to hosts only.
	Name  string `json:"name"`
	Label string `json:"label,omitempty"`
	// Grants are what differs from the role's defaults.
	Grants      map[string]bool `json:"grants,omitempty"`
	WaitingRoom string          `json:"waitingRoom,omitempty"`
	// Sub is your opaque id of the person.
	Sub string `json:"sub"`
}

type registered struct {
	Iss string `json:"iss"`
	Aud string `json:"aud"`
	Jti string `json:"jti"`
	Iat int64  `json:"iat"`
	Nbf int64  `json:"nbf"`
	Exp int64  `json:"exp"`
}

type header struct {
	Alg string `json:"alg"`
	Kid string `json:"kid"`
	Typ string `json:"typ"`
}

// AccessToken returns a token with which one person joins one room.
func AccessToken(key Key, holder Holder, lifetime time.Duration) (string, error) {
	return accessToken(key, holder, lifetime, time.Now(), newID())
}

// AdminToken returns a bearer token for the REST API, good for a minute.
func AdminToken(key Key) (string, error) {
	return adminToken(key, time.Minute, time.Now(), newID())
}

func accessToken(key Key, holder Holder, lifetime time.Duration, now time.Time, jti string) (string, error) {
	claims := struct {
		Holder
		registered
	}{holder, claimsOf(key, lifetime, now, jti)}
	return sign(key, "hearthroom+jwt", claims)
}

func adminToken(key Key, lifetime time.Duration, now time.Time, jti string) (string, error) {
	return sign(key, "hearthroom-admin+jwt", claimsOf(key, lifetime, now, jti))
}

func claimsOf(key Key, lifetime time.Duration, now time.Time, jti string) registered {
	issued := now.Unix()
	return registered{key.ID, "hearthroom", jti, issued, issued, issued + int64(lifetime/time.Second)}
}

func sign(key Key, typ string, claims any) (string, error) {
	if len(key.Secret) < 32 {
		return "", errors.New("the secret of the API key has fewer than 32 bytes")
	}
	parts := make([]string, 0, 3)
	for _, part := range []any{header{"HS256", key.ID, typ}, claims} {
		var text bytes.Buffer
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(part); err != nil {
			return "", err
		}
		parts = append(parts, base64.RawURLEncoding.EncodeToString(bytes.TrimSpace(text.Bytes())))
	}
	signed := strings.Join(parts, ".")
	return signed + "." + base64.RawURLEncoding.EncodeToString(digest([]byte(key.Secret), []byte(signed))), nil
}

func digest(key, text []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(text)
	return mac.Sum(nil)
}

func newID() string {
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		panic(err)
	}
	return hex.EncodeToString(id)
}

// ErrEmptySecret is an error of your configuration: with an empty key anybody could sign. Answer 500.
var ErrEmptySecret = errors.New("the webhook secret is empty")

// Why a delivery was refused; answer 400.
var (
	ErrMalformedHeader = errors.New("malformed-header")
	ErrTooOld          = errors.New("too-old")
	ErrWrongSignature  = errors.New("wrong-signature")
	ErrMalformedBody   = errors.New("malformed-body")
)

// Event is an event of a room; those with the type "audit.checkpoint" have further members, which are in the body.
type Event struct {
	ID       string  `json:"id"`
	Type     string  `json:"type"`
	RoomID   string  `json:"roomId"`
	SeatID   *string `json:"seatId"`
	Sequence int64   `json:"sequence"`
	At       string  `json:"at"`
}

var (
	timestampForm = regexp.MustCompile(`^[0-9]{1,12}$`)
	emptySecret   = regexp.MustCompile(`^\s*(whsec_[=\s]*)?$`)
	signatureForm = regexp.MustCompile(`^v1,[A-Za-z0-9+/]{43}=$`)
)

const tolerance = 300 * time.Second

// VerifyWebhook returns the event of a delivery. body is that of the request, unparsed. An event may come more than
// once, with the same ID.
func VerifyWebhook(body []byte, headers http.Header, secret string) (Event, error) {
	return verifyWebhook(body, headers, secret, time.Now())
}

func verifyWebhook(body []byte, headers http.Header, secret string, now time.Time) (Event, error) {
	if emptySecret.MatchString(secret) {
		return Event{}, ErrEmptySecret
	}
	id, timestamp := headers.Get("webhook-id"), headers.Get("webhook-timestamp")
	var signatures []string
	for _, part := range strings.Split(headers.Get("webhook-signature"), " ") {
		if signatureForm.MatchString(part) {
			signatures = append(signatures, part)
		}
	}
	if id == "" || !timestampForm.MatchString(timestamp) || len(signatures) == 0 {
		return Event{}, ErrMalformedHeader
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return Event{}, ErrMalformedHeader
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return Event{}, ErrTooOld
	}
	signed := append([]byte(id+"."+timestamp+"."), body...)
	expected := "v1," + base64.StdEncoding.EncodeToString(digest(webhookKey(secret), signed))
	matches := false
	for _, signature := range signatures {
		// Every one is compared, each in constant time.
		matches = hmac.Equal([]byte(expected), []byte(signature)) || matches
	}
	if !matches {
		return Event{}, ErrWrongSignature
	}
	var event Event
	if err := json.Unmarshal(body, &event); err != nil || event.Type == "" {
		return Event{}, ErrMalformedBody
	}
	return event, nil
}

// webhookKey is the bytes that whsec_<base64> encodes; of any other secret its bytes.
func webhookKey(secret string) []byte {
	if encoded, found := strings.CutPrefix(secret, "whsec_"); found && !strings.ContainsAny(encoded, "\r\n") {
		if key, err := base64.StdEncoding.DecodeString(encoded); err == nil {
			return key
		}
	}
	return []byte(secret)
}
