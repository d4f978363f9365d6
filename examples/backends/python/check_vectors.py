"""Compares hearthroom.py with ../vectors.json: python3 check_vectors.py"""
import json
import pathlib

import hearthroom

vectors = json.loads((pathlib.Path(__file__).parent.parent / "vectors.json").read_text(encoding="utf-8"))


def token_of(vector):
    fixed = {"ttl_seconds": vector["ttlSeconds"], "now": vector["now"], "jti": vector["jti"]}
    key = (vector["keyId"], vector["secret"])
    if vector["kind"] == "admin":
        return hearthroom.admin_token(*key, **fixed)
    holder = vector["holder"]
    optional = {"label": holder.get("label"), "grants": holder.get("grants"), "waiting_room": holder.get("waitingRoom")}
    names = ("room", "sub", "role", "name")
    return hearthroom.access_token(*key, *(holder[name] for name in names), **optional, **fixed)


def result_of(vector):
    try:
        event = hearthroom.verify_webhook(
            vector["body"].encode("utf-8"), vector["headers"], vector["secret"], now=vector["now"])
        return "ok" if event == json.loads(vector["body"]) else "another event"
    except hearthroom.WebhookError as error:
        return error.code
    except ValueError as error:
        return str(error)


failed = [v["name"] for v in vectors["tokens"] if token_of(v) != v["token"]]
failed += [v["name"] for v in vectors["webhooks"] if result_of(v) != v["result"]]
print(f"{len(vectors['tokens']) + len(vectors['webhooks'])} vectors, failed: {failed}")
raise SystemExit(1 if failed else 0)
