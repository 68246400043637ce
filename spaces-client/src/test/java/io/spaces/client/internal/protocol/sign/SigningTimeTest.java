package io.spaces.client.internal.protocol.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.http.ScriptedTransport;
import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.protocol.Endpoint;
import io.spaces.client.internal.protocol.SpaceApi;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose clock dates signatures. */
final class SigningTimeTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String ENDPOINT = "https://host/api/space/default/app/default/";

  private final ScriptedTransport server = new ScriptedTransport();
  private final SettableClock clock = new SettableClock();
  private final SpaceApi api = api(Credentials.wallet(Wallet.random()));

  @ParameterizedTest
  @CsvSource({"401, PT3H", "401, PT-3H", "403, PT14H", "400, PT2H", "401, PT24H", "401, PT-24H"})
  void aRefusalTellsByWhichTimeToSignAnew(int status, Duration ahead) throws IOException {
    Instant theirs = NOW.plus(ahead);
    refuse(status, theirs);
    server.answer(200, "");

    api.put("a", Payload.of("x".getBytes(UTF_8)), "bafy");

    TransportRequest second = server.requests().get(1);
    assertThat(RequestVerifier.verify("PUT", second.target(), second.headers()::get, theirs))
        .isNotNull();
    assertThat(server.bodies().get(1)).isEqualTo(server.bodies().get(0));
  }

  @Test
  void whatWasLearnedServesAllThatFollows() {
    refuse(401, NOW.plus(Duration.ofHours(3)));
    server.answer(200, "null").answer(200, "null");

    assertThat(api.head("a")).isEmpty();
    assertThat(api.head("b")).isEmpty();

    assertThat(server.requests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT25H", "PT-25H", "P3650D", "P-3650D"})
  void noServersTimeIsFollowedForMoreThanADay(Duration ahead) {
    refuse(401, NOW.plus(ahead));

    assertThatThrownBy(() -> api.head("a"))
        .isInstanceOf(SpaceResponseException.class)
        .hasMessageContaining("set the clock");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void noNumberOfLiesMakesASignatureThatIsValidMoreThanADayFromNow() {
    for (int day = 1; day <= 20; day++) {
      refuse(401, NOW.plus(Duration.ofHours(23L * day)));
      refuse(401, NOW.plus(Duration.ofHours(23L * day + 22)));
    }

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> api.head("a")).isInstanceOf(SpaceResponseException.class);
    }
    assertThat(server.requests())
        .extracting(SigningTimeTest::expiry)
        .allSatisfy(expiry -> assertThat(expiry).isBeforeOrEqualTo(NOW.plus(Duration.ofHours(25))));
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, 0, 5})
  void aRefusalThatHasAnotherReasonIsNotAskedAgain(long secondsAhead) {
    refuse(401, NOW.minusSeconds(secondsAhead));

    assertThatThrownBy(() -> api.head("a")).isInstanceOf(SpaceResponseException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void whatStaysRefusedIsAskedForTwiceAtTheMost() {
    refuse(401, NOW.plus(Duration.ofHours(1)));
    refuse(401, NOW.plus(Duration.ofHours(2)));

    assertThatThrownBy(() -> api.head("a")).isInstanceOf(SpaceResponseException.class);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aTimeThatDoesNotHelpIsForgottenAndTheFirstRefusalTold() {
    Instant proxys = NOW.plus(Duration.ofHours(3));
    refuse(403, proxys);
    server.answer(401, "not valid yet", "Date", date(proxys));
    server.answer(200, "null");

    assertThatThrownBy(() -> api.head("a")).hasMessageContaining("answered with 403");
    assertThat(api.head("b")).isEmpty();

    assertThat(expiry(server.requests().get(2))).isEqualTo(NOW.plus(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404})
  void aTimeThatOnlyTheSpacesStateToldSpoilsNothing(int status) {
    Instant proxys = NOW.plus(Duration.ofHours(3));
    server.answer(404, "");
    refuse(status, proxys);
    server.answer(status == 401 ? 401 : 200, "null", "Date", date(proxys)).answer(200, "null");

    api.status();
    assertThat(api.head("a")).isEmpty();

    assertThat(server.requests()).hasSize(status == 401 ? 4 : 3);
    assertThat(expiry(server.requests().get(server.requests().size() - 1)))
        .isEqualTo(NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void aClockThatSomebodyHasSetMeanwhileIsFollowedAgain() {
    Instant theirs = NOW.plus(Duration.ofHours(3));
    refuse(401, theirs);
    server.answer(200, "null");
    assertThat(api.head("a")).isEmpty();

    clock.now = theirs;
    refuse(401, theirs);
    server.answer(200, "null");

    assertThat(api.head("a")).isEmpty();
    assertThat(expiry(server.requests().get(3))).isEqualTo(theirs.plus(Duration.ofHours(1)));
  }

  @Test
  void whoSignsNothingHasNothingToLearn() {
    SpaceApi unsigned = api(Credentials.authorizationToken("a-token"));
    refuse(401, NOW.plus(Duration.ofHours(3)));

    assertThatThrownBy(() -> unsigned.head("a")).isInstanceOf(SpaceResponseException.class);
    assertThat(server.requests()).hasSize(1);
  }

  private SpaceApi api(Credentials credentials) {
    return new SpaceApi(
        server, Endpoint.parse(ENDPOINT), Authenticator.of(credentials, clock), null, clock);
  }

  private void refuse(int status, Instant theirs) {
    server.answer(status, "the token has expired", "Date", date(theirs));
  }

  private static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private static Instant expiry(TransportRequest request) {
    String token = request.headers().getOrDefault("x-app-token", "");
    String body = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8);
    Matcher matcher = Pattern.compile("\"exp\":\"(\\d+)\"").matcher(body);
    assertThat(matcher.find()).isTrue();
    return Instant.ofEpochSecond(Long.parseLong(matcher.group(1)));
  }

  /** The clock of a machine, which somebody may set. */
  private static final class SettableClock extends Clock {
    private Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
