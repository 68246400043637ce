package io.spaces.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.Vectors;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.crypto.Base58;
import io.spaces.client.internal.token.SignedToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelegationTest {
  private static final JsonNode VECTOR = Vectors.get("delegation");
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final Wallet app =
      Wallet.fromSecretKey(
          VECTOR.get("delegator").get("secretKey").textValue(),
          KeyType.ED25519,
          DidRole.APPLICATION);
  private final Wallet agent =
      Wallet.fromSecretKey(VECTOR.get("delegatee").get("secretKey").textValue());
  private final String token = VECTOR.get("token").textValue();

  @Test
  void readsAnOfficialDelegation() {
    Delegation delegation = Delegation.parse(token, CLOCK);

    assertThat(delegation.from()).isEqualTo(app.did());
    assertThat(delegation.to()).isEqualTo(agent.did());
    assertThat(delegation.expiresAt()).isEqualTo(Instant.ofEpochSecond(4_853_600_000L));
    assertThat(delegation.token()).isEqualTo(token);
    delegation.checkFor(agent.did());
    assertThat(Delegation.parse(token).from()).isEqualTo(app.did());
  }

  /** As Blocklet Server issues them: base58, a number for a time, another permission beside. */
  @Test
  void readsADelegationOfBlockletServer() {
    JsonNode vector = Vectors.get("delegationBase58");
    Wallet delegator = Wallet.fromSecretKey(vector.get("delegator").get("secretKey").textValue());
    Wallet delegatee = Wallet.fromSecretKey(vector.get("delegatee").get("secretKey").textValue());

    Delegation delegation = Delegation.parse(vector.get("token").textValue(), CLOCK);

    assertThat(body(delegation.token())).isEqualTo(vector.get("bodyJson").textValue());
    assertThat(delegation.from()).isEqualTo(delegator.did());
    assertThat(delegation.to()).isEqualTo(delegatee.did());
    assertThat(delegation.expiresAt()).isEqualTo(Instant.ofEpochSecond(4_853_600_000L));
    delegation.checkFor(delegatee.did());
    assertThat(delegator.address()).isEqualTo(vector.get("delegator").get("address").textValue());
    assertThat(delegator.publicKey())
        .isEqualTo(vector.get("delegator").get("publicKey").textValue());
    assertThat(delegatee.address()).isEqualTo(vector.get("delegatee").get("address").textValue());
  }

  @ParameterizedTest
  @EnumSource(names = "PASSKEY", mode = EnumSource.Mode.EXCLUDE)
  void readsItsKeyInEverySpelling(KeyType keyType) {
    Wallet issuer = Wallet.random(keyType, DidRole.APPLICATION);
    String hex = issuer.publicKey().substring(2);
    String base58 = Base58.encode(HexFormat.of().parseHex(hex));

    for (String key :
        List.of("0x" + hex, hex, hex.toUpperCase(Locale.ROOT), "z" + base58, base58)) {
      String issued = Delegation.issue(issuer, agent.did(), Duration.ofDays(1), CLOCK).token();
      String respelt = changed(issued, issuer, body -> body.put("userPk", key));

      assertThat(Delegation.parse(respelt, CLOCK).from()).as(key).isEqualTo(issuer.did());
    }
  }

  @Test
  void readsTimesThatAreNumbersOrTexts() {
    long exp = NOW.getEpochSecond() + 3_600;

    for (boolean number : List.of(true, false)) {
      String respelt =
          forged(
              app,
              body -> {
                if (number) {
                  body.put("exp", exp).put("iat", exp - 3_600).put("nbf", exp - 3_600);
                } else {
                  body.put("exp", "" + exp);
                }
              });

      assertThat(Delegation.parse(respelt, CLOCK).expiresAt().getEpochSecond()).isEqualTo(exp);
      assertRefused(respelt, later(Duration.ofHours(1)), "expired");
    }
  }

  @Test
  void derivesTheOfficialWalletsOfBothSides() {
    assertThat(app.address()).isEqualTo(VECTOR.get("delegator").get("address").textValue());
    assertThat(app.publicKey()).isEqualTo(VECTOR.get("delegator").get("publicKey").textValue());
    assertThat(agent.address()).isEqualTo(VECTOR.get("delegatee").get("address").textValue());
    assertThat(agent.publicKey()).isEqualTo(VECTOR.get("delegatee").get("publicKey").textValue());
  }

  @Test
  void issuesWhatTheOfficialWalletIssuesInTheNewerVersion() {
    Instant from = Instant.ofEpochSecond(1_700_000_000);
    Delegation issued =
        Delegation.issue(
            app,
            agent.did(),
            Duration.ofDays(36_500),
            Clock.fixed(from.plusMillis(999), ZoneOffset.UTC));

    assertThat(body(issued.token()))
        .isEqualTo(VECTOR.get("bodyJson").textValue().replace("1.0.0", "1.1.0"));
    assertThat(body(token)).isEqualTo(VECTOR.get("bodyJson").textValue());
  }

  @ParameterizedTest
  @EnumSource(names = "PASSKEY", mode = EnumSource.Mode.EXCLUDE)
  void readsWhatItIssues(KeyType keyType) {
    Wallet issuer = Wallet.random(keyType, DidRole.APPLICATION);
    Delegation issued = Delegation.issue(issuer, agent.did(), Duration.ofDays(1), CLOCK);
    Delegation read = Delegation.parse(issued.token(), CLOCK);

    assertThat(read.from()).isEqualTo(issuer.did()).isEqualTo(issued.from());
    assertThat(read.to()).isEqualTo(agent.did()).isEqualTo(issued.to());
    assertThat(read.expiresAt())
        .isEqualTo(NOW.plus(Duration.ofDays(1)))
        .isEqualTo(issued.expiresAt());
  }

  @Test
  void isRefusedWhenItHasExpired() {
    String issued = Delegation.issue(app, agent.did(), Duration.ofHours(1), CLOCK).token();

    assertThat(Delegation.parse(issued, later(Duration.ofMinutes(59)))).isNotNull();
    assertRefused(issued, later(Duration.ofHours(1)), "expired at 2027-01-15T09:00:00Z");
    assertRefused(issued, later(Duration.ofSeconds(-6)), "not valid before");
  }

  @Test
  void isRefusedWhenAnotherKeySigned() {
    Wallet other = Wallet.random();

    assertRefused(forged(other, body -> {}), CLOCK, "signature that does not fit");
    assertRefused(
        forged(other, body -> body.put("userPk", other.publicKey())),
        CLOCK,
        "its userPk is not the key of its from");
    assertRefused(
        forged(app, body -> body.put("iss", other.did().toUri())), CLOCK, "its iss is not");
    assertRefused(
        forged(app, body -> body.put("from", other.address())),
        CLOCK,
        "its userPk is not the key of its from");
  }

  @Test
  void isRefusedWithoutThePermission() {
    assertRefused(
        forged(app, body -> body.withArray("permissions").removeAll()), CLOCK, "DIDSpaceAgent");
    assertRefused(forged(app, body -> body.remove("permissions")), CLOCK, "DIDSpaceAgent");
    assertRefused(
        forged(app, body -> body.put("permissions", "DIDSpaceAgent")), CLOCK, "DIDSpaceAgent");
    assertRefused(
        forged(
            app, body -> ((ObjectNode) body.get("permissions").get(0)).put("role", "SpaceReader")),
        CLOCK,
        "DIDSpaceAgent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"from", "to", "iss", "userPk", "exp", "nbf"})
  void isRefusedWhenSomethingIsMissing(String claim) {
    assertRefused(forged(app, body -> body.remove(claim)), CLOCK, claim);
  }

  @ParameterizedTest
  @ValueSource(strings = {"from", "to", "iss"})
  void isRefusedWithAMalformedDid(String claim) {
    assertRefused(
        forged(app, body -> body.put(claim, "zNope")), CLOCK, "malformed DID as its " + claim);
  }

  @Test
  void isRefusedWhenItsKeyIsNeitherHexNorBase58() {
    assertRefused(
        forged(app, body -> body.put("userPk", "0xzz")), CLOCK, "neither in hex nor in base58");
    assertRefused(forged(app, body -> body.put("userPk", "")), CLOCK, "its userPk is not the key");
  }

  @Test
  void isRefusedForAnotherWallet() {
    Delegation delegation = Delegation.parse(token, CLOCK);

    assertThatThrownBy(() -> delegation.checkFor(app.did()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("issued to " + agent.address())
        .hasMessageContaining(app.address());
  }

  @Test
  void isRefusedAfterAnyChangeOfACharacter() {
    long seed = 13;
    Random random = new Random(seed);
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
    for (int i = 0; i < 3_000; i++) {
      int at = random.nextInt(token.length());
      char other = digits.charAt(random.nextInt(digits.length()));
      if (other != token.charAt(at)) {
        String changed = token.substring(0, at) + other + token.substring(at + 1);

        assertThatThrownBy(() -> Delegation.parse(changed, CLOCK))
            .as("seed %d, %c at %d", seed, other, at)
            .isInstanceOf(InvalidParameterException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 999})
  void isNotIssuedForNoTimeAtAll(long millis) {
    assertThatThrownBy(() -> Delegation.issue(app, agent.did(), Duration.ofMillis(millis)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("validity ");
  }

  /** By one signature of version 1.0.0, over whatever text, anybody can write any delegation. */
  @ParameterizedTest
  @EnumSource(names = {"SECP256K1", "ETHEREUM"})
  void isRefusedWhenItsSignatureCoversNothingOfIt(KeyType keyType) {
    Wallet signer = Wallet.random(keyType, DidRole.APPLICATION);
    String header = SignedToken.header(keyType.algorithm());
    String harmless = header + "." + encode("{\"version\":\"1.0.0\",\"digest\":\"0x00\"}");
    String signature = base64(signer.sign(harmless.getBytes(StandardCharsets.US_ASCII)));
    String wanted = Delegation.issue(signer, agent.did(), Duration.ofDays(1), CLOCK).token();

    for (String version : List.of("\"1.0.0\"", "null")) {
      String body = body(wanted).replace("\"1.1.0\"", version);
      String forged = header + "." + encode(body) + "." + signature;
      assertRefused(forged, CLOCK, "covers its first 32 bytes only");
    }
    assertThat(Delegation.parse(wanted, CLOCK).from()).isEqualTo(signer.did());
  }

  private static String encode(String json) {
    return base64(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Test
  void doesNotShowItsToken() {
    Delegation delegation = Delegation.parse(token, CLOCK);

    assertThat(delegation.toString())
        .contains(app.address(), agent.address(), "2123-")
        .doesNotContain(token.substring(token.lastIndexOf('.') + 1));
  }

  private void assertRefused(String token, Clock clock, String reason) {
    assertThatThrownBy(() -> Delegation.parse(token, clock))
        .isInstanceOfSatisfying(
            InvalidParameterException.class, e -> assertThat(e.parameter()).isEqualTo("delegation"))
        .hasMessageContaining(reason)
        .hasMessageNotContaining(token);
  }

  private static Clock later(Duration by) {
    return Clock.fixed(NOW.plus(by), ZoneOffset.UTC);
  }

  /** The official delegation with a changed body, signed again. */
  private String forged(Wallet signer, Consumer<ObjectNode> change) {
    return changed(token, signer, change);
  }

  private static String changed(String token, Wallet signer, Consumer<ObjectNode> change) {
    try {
      ObjectNode body = (ObjectNode) new ObjectMapper().readTree(body(token));
      body.put("version", SignedToken.VERSION);
      change.accept(body);
      return SignedToken.write(signer.keyType().algorithm(), body.toString(), signer::sign);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String body(String token) {
    String body = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    return new String(Base64.getUrlDecoder().decode(body), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100L * 366 * 86_400, Long.MAX_VALUE})
  void aValidityThatNoTokenCanTellIsRefused(long seconds) {
    assertThatThrownBy(() -> Delegation.issue(app, agent.did(), Duration.ofSeconds(seconds), CLOCK))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("validity is PT");
  }
}
