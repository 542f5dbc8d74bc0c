import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Client of an Artery node for Java 17 and later, without dependencies. It signs with an Ed25519 key: an assertion at the
 * token endpoint (RFC 7523) and a proof with every request (RFC 9449). One client under one agreement; not for several
 * threads at once.
 *
 * <pre>
 * Artery artery = new Artery("https://node.example", Artery.Keys.read(privatePem, publicPem), "A-2026-1", null);
 * Map&lt;String, Object&gt; found = artery.lookup("members", List.of("000001"));
 * </pre>
 */
public final class Artery {
  private static final int RENEW_BEFORE_SECONDS = 30;
  private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final String address;
  private final Keys keys;
  private final String agreement;
  private final String purpose;
  private final HttpClient http = HttpClient.newHttpClient();
  private String issuer;
  private String nonce;
  private String token;
  private long tokenUntil;

  /** @param purpose null for the agreement's own */
  public Artery(String address, Keys keys, String agreement, String purpose) {
    this.address = address.replaceAll("/+$", "");
    this.keys = keys;
    this.agreement = agreement;
    this.purpose = purpose;
  }

  /** What the node answered instead: a problem (RFC 9457), with the member "decision" when it was one. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    public final int status;
    public final transient Map<String, Object> problem;

    Refused(int status, Map<String, Object> problem) {
      super(String.valueOf(problem.getOrDefault("detail", problem.getOrDefault("title", status))));
      this.status = status;
      this.problem = problem;
    }
  }

  /** An Ed25519 key pair, and the client's name: the thumbprint of its public key (RFC 7638). */
  public static final class Keys {
    final PrivateKey privateKey;
    final String x;
    public final String client;

    private Keys(PrivateKey privateKey, String x) throws GeneralSecurityException {
      this.privateKey = privateKey;
      this.x = x;
      this.client = hash("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}");
    }

    /** Private key (PKCS #8) and public key (SubjectPublicKeyInfo), both PEM, as `npx artery voucher key` writes them. */
    public static Keys read(String privatePem, String publicPem) throws GeneralSecurityException {
      KeyFactory factory = KeyFactory.getInstance("Ed25519");
      PrivateKey secret = factory.generatePrivate(new PKCS8EncodedKeySpec(bytesOf(privatePem)));
      PublicKey shown = factory.generatePublic(new X509EncodedKeySpec(bytesOf(publicPem)));
      return new Keys(secret, BASE64URL.encodeToString(raw((EdECPublicKey) shown)));
    }

    /** RFC 8032 section 5.1.2: y in 32 bytes, least first, the sign of x in the last bit. */
    private static byte[] raw(EdECPublicKey key) {
      byte[] raw = new byte[32];
      BigInteger y = key.getPoint().getY();
      byte[] big = y.toByteArray();
      for (int i = 0; i < Math.min(32, big.length); i++) raw[i] = big[big.length - 1 - i];
      if (key.getPoint().isXOdd()) raw[31] |= (byte) 0x80;
      return raw;
    }

    private static byte[] bytesOf(String pem) {
      return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
    }

    public Map<String, Object> jwk() {
      Map<String, Object> jwk = new LinkedHashMap<>();
      jwk.put("crv", "Ed25519");
      jwk.put("kty", "OKP");
      jwk.put("x", x);
      return jwk;
    }
  }

  /** Fields, rows, what is left of the quota, the release; nothing is counted. */
  public Map<String, Object> opens(String register) throws Exception {
    return call("GET", path(register), null);
  }

  /** Would it be granted? Nothing is counted. */
  public Map<String, Object> would(String register, String mode) throws Exception {
    return call("GET", path(register) + "/would?mode=" + escape(mode), null);
  }

  /** One record by its key, one text for each key field; null when nothing is held for this client. */
  public Map<String, Object> lookup(String register, List<String> key) throws Exception {
    try {
      return call("POST", path(register) + "/lookup", Map.of("key", key));
    } catch (Refused refusal) {
      if (refusal.status == 404 && String.valueOf(refusal.problem.get("type")).endsWith("/not-held")) return null;
      throw refusal;
    }
  }

  /** Up to 1,000 records in the order of the keys; null where nothing is held. */
  public List<Object> batch(String register, List<List<String>> keys) throws Exception {
    return Json.list(call("POST", path(register) + "/batch", Map.of("keys", keys)).get("items"));
  }

  /** Every record, page by page. @param where "field:operator:value" */
  public List<Object> records(String register, List<String> where) throws Exception {
    List<Object> all = new ArrayList<>();
    String cursor = null;
    do {
      StringBuilder query = new StringBuilder("?limit=200");
      for (String one : where) query.append("&where=").append(escape(one));
      if (cursor != null) query.append("&cursor=").append(escape(cursor));
      Map<String, Object> page = call("GET", path(register) + "/records" + query, null);
      all.addAll(Json.list(page.get("items")));
      cursor = (String) page.get("next");
    } while (cursor != null);
    return all;
  }

  private static String path(String register) {
    return "/exchange/v1/" + escape(register);
  }

  private Map<String, Object> call(String method, String path, Map<String, Object> body) throws Exception {
    String text = body == null ? null : Json.write(body);
    try {
      return proved(method, address + path, text, "application/json", tokenInHand());
    } catch (Refused refusal) {
      if (refusal.status != 401) throw refusal;
      token = null;
      return proved(method, address + path, text, "application/json", tokenInHand());
    }
  }

  private String tokenInHand() throws Exception {
    long now = System.currentTimeMillis() / 1000;
    if (token != null && tokenUntil - now > RENEW_BEFORE_SECONDS) return token;
    if (issuer == null) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/.well-known/oauth-authorization-server")).build();
      issuer = (String) answerOf(http.send(request, HttpResponse.BodyHandlers.ofString())).get("issuer");
    }
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", keys.client);
    claims.put("sub", keys.client);
    claims.put("aud", issuer);
    claims.put("iat", now);
    claims.put("exp", now + 300);
    claims.put("jti", UUID.randomUUID().toString());
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_assertion_type", ASSERTION);
    form.put("client_assertion", signed(Map.of("typ", "JWT"), claims));
    form.put("agreement", agreement);
    if (purpose != null) form.put("purpose", purpose);
    StringBuilder text = new StringBuilder();
    form.forEach((name, value) -> text.append(text.length() == 0 ? "" : "&").append(name).append('=').append(escape(value)));
    Map<String, Object> given =
        proved("POST", address + "/exchange/v1/token", text.toString(), "application/x-www-form-urlencoded", null);
    token = (String) given.get("access_token");
    tokenUntil = now + ((Number) given.get("expires_in")).longValue();
    return token;
  }

  /** A request with a proof; once more with the node's nonce when it asks for one. */
  private Map<String, Object> proved(String method, String url, String body, String type, String bearer) throws Exception {
    for (boolean again = true; ; again = false) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("accept", "application/json");
      request.header("dpop", proof(method, url, bearer));
      if (bearer != null) request.header("authorization", "DPoP " + bearer);
      if (body == null) request.method(method, HttpRequest.BodyPublishers.noBody());
      else request.header("content-type", type).method(method, HttpRequest.BodyPublishers.ofString(body));
      HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String given = answer.headers().firstValue("dpop-nonce").orElse(nonce);
      boolean isNew = given != null && !given.equals(nonce);
      nonce = given;
      try {
        return answerOf(answer);
      } catch (Refused refusal) {
        if (!again || !isNew || !"use_dpop_nonce".equals(refusal.problem.get("error"))) throw refusal;
      }
    }
  }

  private String proof(String method, String url, String bearer) throws GeneralSecurityException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("typ", "dpop+jwt");
    header.put("jwk", keys.jwk());
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("htm", method);
    claims.put("htu", url.split("\\?")[0]);
    claims.put("iat", System.currentTimeMillis() / 1000);
    if (nonce != null) claims.put("nonce", nonce);
    if (bearer != null) claims.put("ath", hash(bearer));
    return signed(header, claims);
  }

  private String signed(Map<String, Object> header, Map<String, Object> claims) throws GeneralSecurityException {
    Map<String, Object> whole = new LinkedHashMap<>(header);
    whole.put("alg", "EdDSA");
    String text = encode(Json.write(whole)) + "." + encode(Json.write(claims));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(keys.privateKey);
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + BASE64URL.encodeToString(signature.sign());
  }

  private static Map<String, Object> answerOf(HttpResponse<String> answer) throws Refused {
    Map<String, Object> body;
    try {
      body = Json.map(Json.read(answer.body()));
    } catch (RuntimeException unreadable) {
      body = new LinkedHashMap<>(Map.of("title", "HTTP " + answer.statusCode()));
    }
    if (answer.statusCode() >= 400) throw new Refused(answer.statusCode(), body);
    return body;
  }

  private static String hash(String text) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    return BASE64URL.encodeToString(Arrays.copyOf(digest, digest.length));
  }

  private static String encode(String text) {
    return BASE64URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
