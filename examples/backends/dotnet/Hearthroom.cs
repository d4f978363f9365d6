// Access tokens, admin tokens and webhooks of Hearthroom, with .NET 8 or newer and no library.
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hearthroom;

/// <summary>One of the server's HEARTHROOM_KEYS.</summary>
public sealed record ApiKey(string Id, string Secret);

/// <summary>The person who joins with an access token.</summary>
/// <param name="Role">"therapist", "cotherapist", "client" or "observer".</param>
/// <param name="Name">Shown to the group.</param>
/// <param name="Label">Shown to hosts only.</param>
/// <param name="Grants">What differs from the role's defaults.</param>
public sealed record Holder(
    string Room,
    string Sub,
    string Role,
    string Name,
    string? Label = null,
    IReadOnlyDictionary<string, bool>? Grants = null,
    string? WaitingRoom = null);

public static class Tokens
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns a token with which one person joins one room. now and jti are for tests.</summary>
    public static string Access(ApiKey key, Holder holder, int ttlSeconds = 3600, DateTimeOffset? now = null, string? jti = null)
    {
        var claims = new JsonObject { ["room"] = holder.Room, ["role"] = holder.Role, ["name"] = holder.Name };
        if (holder.Label is not null) claims["label"] = holder.Label;
        if (holder.Grants is not null) claims["grants"] = JsonSerializer.SerializeToNode(holder.Grants);
        if (holder.WaitingRoom is not null) claims["waitingRoom"] = holder.WaitingRoom;
        claims["sub"] = holder.Sub;
        return Sign(key, "hearthroom+jwt", claims, ttlSeconds, now, jti);
    }

    /// <summary>Returns a bearer token for the REST API.</summary>
    public static string Admin(ApiKey key, int ttlSeconds = 60, DateTimeOffset? now = null, string? jti = null) =>
        Sign(key, "hearthroom-admin+jwt", new JsonObject(), ttlSeconds, now, jti);

    private static string Sign(ApiKey key, string typ, JsonObject claims, int ttlSeconds, DateTimeOffset? now, string? jti)
    {
        var secret = Encoding.UTF8.GetBytes(key.Secret);
        if (secret.Length < 32) throw new ArgumentException("the secret of the API key has fewer than 32 bytes", nameof(key));
        var issued = (now ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "HS256", ["kid"] = key.Id, ["typ"] = typ };
        claims["iss"] = key.Id;
        claims["aud"] = "hearthroom";
        claims["jti"] = jti ?? Guid.NewGuid().ToString();
        claims["iat"] = issued;
        claims["nbf"] = issued;
        claims["exp"] = issued + ttlSeconds;
        var signed = $"{Base64Url(Encoding.UTF8.GetBytes(header.ToJsonString(Json)))}.{Base64Url(Encoding.UTF8.GetBytes(claims.ToJsonString(Json)))}";
        return $"{signed}.{Base64Url(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(signed)))}";
    }

    private static string Base64Url(byte[] data) =>
        Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

/// <summary>Answer 400. Code: "malformed-header", "too-old", "wrong-signature" or "malformed-body".</summary>
public sealed class WebhookException(string code) : Exception(code)
{
    public string Code { get; } = code;
}

public static partial class Webhooks
{
    /// <summary>Returns the event of a delivery. An event may come more than once, with the same "id".</summary>
    /// <param name="body">Of the request, unparsed.</param>
    /// <param name="header">Returns the value of a header by its name, or null.</param>
    /// <exception cref="ArgumentException">The secret is empty.</exception>
    public static JsonObject Verify(
        byte[] body, Func<string, string?> header, string secret, int toleranceSeconds = 300, DateTimeOffset? now = null)
    {
        var key = KeyOf(secret);
        var id = header("webhook-id") ?? "";
        var timestamp = header("webhook-timestamp") ?? "";
        var signatures = (header("webhook-signature") ?? "").Split(' ').Where(part => SignatureForm().IsMatch(part)).ToArray();
        if (id == "" || !TimestampForm().IsMatch(timestamp) || signatures.Length == 0)
            throw new WebhookException("malformed-header");
        // As numbers: 12 digits can be a year beyond 9999, which DateTimeOffset does not hold.
        var age = (now ?? DateTimeOffset.UtcNow).ToUnixTimeMilliseconds() - long.Parse(timestamp) * 1_000;
        if (Math.Abs(age) > toleranceSeconds * 1_000L) throw new WebhookException("too-old");
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        // Every one is compared, each in constant time.
        var matches = signatures.Count(one => CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(one)));
        if (matches == 0) throw new WebhookException("wrong-signature");
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw new WebhookException("malformed-body");
        }
        catch (JsonException)
        {
            throw new WebhookException("malformed-body");
        }
    }

    /// <summary>The bytes that whsec_&lt;base64&gt; encodes; of any other secret its bytes. With an empty key anybody could sign.</summary>
    private static byte[] KeyOf(string? secret)
    {
        if (secret is null || EmptyForm().IsMatch(secret)) throw new ArgumentException("the webhook secret is empty", nameof(secret));
        var found = PrefixedForm().Match(secret);
        return found.Success ? Convert.FromBase64String(found.Groups[1].Value) : Encoding.UTF8.GetBytes(secret);
    }

    [GeneratedRegex(@"^\s*(whsec_[=\s]*)?\z")]
    private static partial Regex EmptyForm();

    [GeneratedRegex(@"^[0-9]{1,12}\z")]
    private static partial Regex TimestampForm();

    [GeneratedRegex(@"^v1,[A-Za-z0-9+/]{43}=\z")]
    private static partial Regex SignatureForm();

    [GeneratedRegex(@"^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==))\z")]
    private static partial Regex PrefixedForm();
}
