// Compares Hearthroom.cs with ../vectors.json: dotnet run
using System.Text;
using System.Text.Json.Nodes;
using Hearthroom;

var vectors = JsonNode.Parse(File.ReadAllText(Path.Combine("..", "vectors.json")))!;
var tokens = vectors["tokens"]!.AsArray();
var webhooks = vectors["webhooks"]!.AsArray();
var failed = tokens.Where(v => TokenOf(v!) != Text(v!, "token"))
    .Concat(webhooks.Where(v => ResultOf(v!) != Text(v!, "result")))
    .Select(v => Text(v!, "name"))
    .ToArray();
Console.WriteLine($"{tokens.Count + webhooks.Count} vectors, failed: [{string.Join(", ", failed)}]");
return failed.Length == 0 ? 0 : 1;

static string Text(JsonNode v, string name) => v[name]!.GetValue<string>();
static DateTimeOffset NowOf(JsonNode v) => DateTimeOffset.FromUnixTimeSeconds(v["now"]!.GetValue<long>());

static string TokenOf(JsonNode v)
{
    var key = new ApiKey(Text(v, "keyId"), Text(v, "secret"));
    var ttlSeconds = v["ttlSeconds"]!.GetValue<int>();
    if (Text(v, "kind") == "admin") return Tokens.Admin(key, ttlSeconds, NowOf(v), Text(v, "jti"));
    var h = v["holder"]!;
    var grants = h["grants"]?.AsObject().ToDictionary(grant => grant.Key, grant => grant.Value!.GetValue<bool>());
    var holder = new Holder(
        Text(h, "room"), Text(h, "sub"), Text(h, "role"), Text(h, "name"),
        h["label"]?.GetValue<string>(), grants, h["waitingRoom"]?.GetValue<string>());
    return Tokens.Access(key, holder, ttlSeconds, NowOf(v), Text(v, "jti"));
}

static string ResultOf(JsonNode v)
{
    try
    {
        var headers = v["headers"]!.AsObject().ToDictionary(
            header => header.Key, header => header.Value!.GetValue<string>(), StringComparer.OrdinalIgnoreCase);
        Webhooks.Verify(
            Encoding.UTF8.GetBytes(Text(v, "body")), name => headers.GetValueOrDefault(name), Text(v, "secret"), now: NowOf(v));
        return "ok";
    }
    catch (WebhookException error)
    {
        return error.Code;
    }
    catch (ArgumentException)
    {
        return "the webhook secret is empty";
    }
}
