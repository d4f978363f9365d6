package hearthroom

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"
	"time"
)

type vectors struct {
	Tokens []struct {
		Name, Kind, KeyID, Secret, Jti, Token string
		TTLSeconds                            int64
		Now                                   int64
		Holder                                Holder
	}
	Webhooks []struct {
		Name, Secret, Body, Result string
		Headers                    map[string]string
		Now                        int64
	}
}

func read(t *testing.T) vectors {
	text, err := os.ReadFile("../vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all vectors
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Tokens) == 0 || len(all.Webhooks) == 0 {
		t.Fatal("there are no vectors")
	}
	return all
}

func TestTokens(t *testing.T) {
	for _, v := range read(t).Tokens {
		key, lifetime, now := Key{v.KeyID, v.Secret}, time.Duration(v.TTLSeconds)*time.Second, time.Unix(v.Now, 0)
		token, err := adminToken(key, lifetime, now, v.Jti)
		if v.Kind == "access" {
			token, err = accessToken(key, v.Holder, lifetime, now, v.Jti)
		}
		if err != nil || token != v.Token {
			t.Errorf("%s: %v, %s", v.Name, err, token)
		}
	}
}

func TestWebhooks(t *testing.T) {
	for _, v := range read(t).Webhooks {
		headers := http.Header{}
		for name, value := range v.Headers {
			headers.Set(name, value)
		}
		_, err := verifyWebhook([]byte(v.Body), headers, v.Secret, time.Unix(v.Now, 0))
		result := "ok"
		if err != nil {
			result = err.Error()
		}
		if result != v.Result {
			t.Errorf("%s: %s", v.Name, result)
		}
	}
}

func TestShortSecret(t *testing.T) {
	if _, err := AdminToken(Key{"clinic", "short"}); err == nil {
		t.Error("a short secret is not refused")
	}
}
