package io.spaces.client.internal.protocol.sign;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.DidRole;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.protocol.sign.RequestVerifier.Sender;
import io.spaces.client.internal.token.SignedToken;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestVerifierTest {
  private static final String URL = "/app/api/space/zS/app/zA/lists/Lw?recursive=true";
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.5Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final Wallet wallet = Wallet.random(KeyType.ED25519, DidRole.APPLICATION);
  private final Map<String, String> headers = sign(Credentials.wallet(wallet));

  @Test
  void letsASignedRequestPass() {
    assertThat(verify(headers)).isEqualTo(new Sender(wallet.did(), wallet.did()));
    assertThat(headers)
        .containsOnlyKeys(
            "x-app-did", "x-app-pk", "x-app-token", "x-app-delegation", "x-signature-version")
        .containsEntry("x-app-did", wallet.address())
        .containsEntry("x-app-pk", wallet.publicKey())
        .containsEntry("x-app-delegation", "")
        .containsEntry("x-signature-version", "2");
  }

  @ParameterizedTest
  @EnumSource(names = "PASSKEY", mode = EnumSource.Mode.EXCLUDE)
  void letsEveryKindOfKeyPassInBothVersionsOfTokens(KeyType keyType) {
    Wallet signer = Wallet.random(keyType, DidRole.ACCOUNT);
    Map<String, String> signed = sign(Credentials.wallet(signer));
    assertThat(verify(signed).actor()).isEqualTo(signer.did());

    String token = token(signed);
    String body = decode(part(token, 1)).replace("1.1.0", "1.0.0");
    String text = part(token, 0) + "." + encode(body.getBytes(StandardCharsets.UTF_8));
    byte[] signature = signer.sign(text.getBytes(StandardCharsets.US_ASCII));
    signed.put("x-app-token", text + "." + encode(signature));
    assertThat(verify(signed).actor()).isEqualTo(signer.did());
  }

  @ParameterizedTest
  @EnumSource(names = "PASSKEY", mode = EnumSource.Mode.EXCLUDE)
  void letsRequestsOfManyThreadsPass(KeyType keyType) {
    Authenticator shared =
        Authenticator.of(Credentials.wallet(Wallet.random(keyType, DidRole.ACCOUNT)), CLOCK);

    assertThat(
            IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> "/object/" + i)
                .map(
                    url -> RequestVerifier.verify("PUT", url, shared.headers("PUT", url)::get, NOW))
                .distinct())
        .hasSize(1);
  }

  @Test
  void saysOnWhoseBehalfADelegateActs() {
    Wallet agent = Wallet.random();
    Delegation delegation = Delegation.issue(wallet, agent.did(), Duration.ofDays(1), CLOCK);
    Map<String, String> signed = sign(Credentials.wallet(agent, delegation));

    assertThat(verify(signed)).isEqualTo(new Sender(agent.did(), wallet.did()));
    assertThat(signed).containsEntry("x-app-did", agent.address());
    assertThat(signed).containsEntry("x-app-delegation", delegation.token());
  }

  @Test
  void letsAnAccessKeyPass() {
    Map<String, String> signed = sign(Credentials.accessKey(wallet.exportSecretKey()));
    String address = Wallet.fromSecretKey(wallet.exportSecretKey()).address();

    assertThat(verify(signed).actor().address()).isEqualTo(address);
    assertThat(signed).containsEntry("x-access-key", address);
    assertRejected(with(signed, "x-access-key", wallet.address()), "x-access-key", "which signed");
  }

  @Test
  void sendsAnAuthorizationTokenAsItIs() {
    assertThat(sign(Credentials.authorizationToken("Bearer abc")))
        .isEqualTo(
            Map.of(
                "authorization",
                "Bearer abc",
                "x-authorization",
                "Bearer abc",
                "x-signature-version",
                "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-app-did", "x-app-pk", "x-app-token"})
  void rejectsARequestWithoutOneOfItsHeaders(String name) {
    assertRejected(with(headers, name, ""), name, "is missing");
    Map<String, String> without = new HashMap<>(headers);
    without.remove(name);
    assertRejected(without, name, "is missing");
  }

  @Test
  void doesWithoutTheSignatureVersionWhichTheOfficialClientLeavesOutOfRecords() {
    Map<String, String> without = new HashMap<>(headers);
    without.remove("x-signature-version");

    assertThat(verify(without)).isEqualTo(new Sender(wallet.did(), wallet.did()));
  }

  @Test
  void rejectsATokenForAnotherMethodOrUrl() {
    assertThatThrownBy(() -> RequestVerifier.verify("PUT", URL, headers::get, NOW))
        .isInstanceOf(RejectedRequestException.class)
        .hasMessageContaining("digest of another method or URL");
    assertThatThrownBy(() -> RequestVerifier.verify("GET", URL + "&", headers::get, NOW))
        .isInstanceOf(RejectedRequestException.class)
        .hasMessageContaining("digest of another method or URL");
  }

  @Test
  void rejectsATamperedDigest() {
    String token = token(headers);
    String body = decode(part(token, 1));
    int digestAt = body.indexOf("0x") + 2;
    String changed =
        body.substring(0, digestAt)
            + (body.charAt(digestAt) == 'a' ? 'b' : 'a')
            + body.substring(digestAt + 1);
    String tampered =
        part(token, 0)
            + "."
            + encode(changed.getBytes(StandardCharsets.UTF_8))
            + "."
            + part(token, 2);

    assertRejected(with(headers, "x-app-token", tampered), "signature that does not fit");
  }

  @Test
  void rejectsAnExpiredTokenAndOneOfTheFuture() {
    assertThat(verify(headers, NOW.plusSeconds(3_599)).actor()).isEqualTo(wallet.did());
    assertThat(verify(headers, NOW.minusSeconds(5)).actor()).isEqualTo(wallet.did());
    assertThatThrownBy(() -> verify(headers, NOW.plusSeconds(3_600)))
        .isInstanceOf(RejectedRequestException.class)
        .hasMessageContaining("expired at 2026-11-22T11:00:00Z; it is 2026-11-22T11:00:00.500Z");
    assertThatThrownBy(() -> verify(headers, NOW.minusSeconds(6)))
        .isInstanceOf(RejectedRequestException.class)
        .hasMessageContaining("not valid before 2026-11-22T10:00:00Z");
  }

  @Test
  void rejectsAnotherKey() {
    Wallet other = Wallet.random(KeyType.ED25519, DidRole.APPLICATION);

    assertRejected(with(headers, "x-app-pk", other.publicKey()), "x-app-pk", "is not the key of");
    assertRejected(with(headers, "x-app-did", other.address()), "is not the key of");
    assertRejected(with(headers, "x-app-pk", "0xyz"), "x-app-pk", "not written in hex");
    Map<String, String> both = with(headers, "x-app-pk", other.publicKey());
    both.put("x-app-did", other.address());
    assertRejected(both, "x-app-token", "signature that does not fit");
  }

  @Test
  void rejectsATokenIssuedByAnotherDidOfTheSameKey() {
    Wallet account = Wallet.fromSecretKey(wallet.exportSecretKey());

    assertRejected(with(headers, "x-app-did", account.address()), "is not issued by");
  }

  @Test
  void rejectsATokenWithoutADigest() {
    String token =
        SignedToken.write(
            "Ed25519",
            "{\"exp\":\"9999999999\",\"iss\":\""
                + wallet.did().toUri()
                + "\",\"nbf\":\"1\",\"version\":\"1.1.0\"}",
            wallet::sign);

    assertRejected(with(headers, "x-app-token", token), "x-app-token", "has no digest");
  }

  @Test
  void rejectsAMalformedDid() {
    assertRejected(with(headers, "x-app-did", wallet.address() + "x"), "x-app-did", "is malformed");
  }

  @Test
  void rejectsAForgedDelegation() {
    Wallet agent = Wallet.random();
    String token = Delegation.issue(wallet, agent.did(), Duration.ofDays(1), CLOCK).token();
    Map<String, String> signed = sign(Credentials.wallet(agent));
    String forged = SignedToken.write("Ed25519", decode(part(token, 1)), Wallet.random()::sign);

    assertThat(verify(with(signed, "x-app-delegation", token)).app()).isEqualTo(wallet.did());
    assertRejected(with(signed, "x-app-delegation", forged), "x-app-delegation", "does not fit");
    assertRejected(with(headers, "x-app-delegation", token), "issued to " + agent.address());
    assertThatThrownBy(
            () ->
                RequestVerifier.verify(
                    "GET",
                    URL,
                    with(
                            sign(Credentials.wallet(agent), later(Duration.ofDays(1))),
                            "x-app-delegation",
                            token)
                        ::get,
                    NOW.plus(Duration.ofDays(1))))
        .isInstanceOf(RejectedRequestException.class)
        .hasMessageContaining("delegation expired at");
  }

  @Test
  void takesAnEthereumAddressInLowerCase() {
    Wallet signer = Wallet.random(KeyType.ETHEREUM, DidRole.ACCOUNT);
    Map<String, String> signed = sign(Credentials.wallet(signer));
    signed.put("x-app-did", signer.address().toLowerCase(Locale.ROOT));

    assertThat(verify(signed).actor()).isEqualTo(signer.did());
  }

  @Test
  void rejectsAnyChangeOfACharacterOfTheToken() {
    long seed = 14;
    Random random = new Random(seed);
    String token = token(headers);
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
    for (int i = 0; i < 3_000; i++) {
      int at = random.nextInt(token.length());
      char other = digits.charAt(random.nextInt(digits.length()));
      if (other != token.charAt(at)) {
        String changed = token.substring(0, at) + other + token.substring(at + 1);

        assertThatThrownBy(() -> verify(with(headers, "x-app-token", changed)))
            .as("seed %d, %c at %d", seed, other, at)
            .isInstanceOf(RejectedRequestException.class);
      }
    }
  }

  @Test
  void rejectsAnyChangeOfABitOfTheKey() {
    byte[] publicKey = HexFormat.of().parseHex(wallet.publicKey().substring(2));
    for (int bit = 0; bit < 256; bit++) {
      byte[] changed = publicKey.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);

      assertRejected(
          with(headers, "x-app-pk", "0x" + HexFormat.of().formatHex(changed)), "is not the key of");
    }
  }

  private static Map<String, String> sign(Credentials credentials) {
    return sign(credentials, CLOCK);
  }

  private static Map<String, String> sign(Credentials credentials, Clock clock) {
    return new HashMap<>(Authenticator.of(credentials, clock).headers("GET", URL));
  }

  private static Sender verify(Map<String, String> headers) {
    return verify(headers, NOW);
  }

  private static Sender verify(Map<String, String> headers, Instant now) {
    return RequestVerifier.verify("GET", URL, headers::get, now);
  }

  private static void assertRejected(Map<String, String> headers, String... reasons) {
    assertThatThrownBy(() -> verify(headers))
        .isInstanceOf(RejectedRequestException.class)
        .hasMessageContainingAll(reasons)
        .hasMessageStartingWith("The header x-");
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    Map<String, String> changed = new HashMap<>(headers);
    changed.put(name, value);
    return changed;
  }

  private static Clock later(Duration by) {
    return Clock.fixed(NOW.plus(by), ZoneOffset.UTC);
  }

  private static String token(Map<String, String> headers) {
    return requireNonNull(headers.get("x-app-token"));
  }

  private static String part(String token, int index) {
    return token.split("\\.", -1)[index];
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String decode(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
