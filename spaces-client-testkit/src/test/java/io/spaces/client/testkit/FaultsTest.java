package io.spaces.client.testkit;

import static io.spaces.client.testkit.SpaceAssertions.assertThat;
import static io.spaces.client.testkit.faults.Fault.bytes;
import static io.spaces.client.testkit.faults.Requests.createBackup;
import static io.spaces.client.testkit.faults.Requests.get;
import static io.spaces.client.testkit.faults.Requests.list;
import static io.spaces.client.testkit.faults.Requests.lists;
import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.identity.Credentials;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.protocol.object.ObjectKeys;
import io.spaces.client.testkit.JournalEntry.Outcome;
import io.spaces.client.testkit.faults.Fault;
import io.spaces.client.testkit.faults.FaultRule;
import io.spaces.client.testkit.faults.Occurrence;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.testkit.faults.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sees of each fault, and what stays behind in the space and in the journal. */
class FaultsTest {
  @RegisterExtension final SpaceServerExtension space = SpaceServerExtension.inMemory();

  private RawClient client() {
    return RawClient.of(space.server());
  }

  private JournalEntry lastEntry() {
    List<JournalEntry> entries = space.server().journal().entries();
    return entries.get(entries.size() - 1);
  }

  @Test
  void strikesTheNthOfTheRequestsThatMatch() {
    FaultRule rule =
        space.server().faults().on(put().matching("**/a.bin")).nth(2).cutAfter(bytes(1000));
    RawClient client = client();

    assertThat(client.put("x/a.bin", new byte[5000]).statusCode()).isEqualTo(200);
    assertThat(client.put("x/b.bin", new byte[5000]).statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> client.put("y/z/a.bin", new byte[5000]))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(client.put("a.bin", new byte[5000]).statusCode()).isEqualTo(200);

    assertThat(rule.seen()).isEqualTo(3);
    assertThat(rule.strikes()).isEqualTo(1);
    assertThat(space.server()).hasNoObject("y/z/a.bin");
    JournalEntry cut = space.server().journal().entries().get(2);
    assertThat(cut.outcome()).isEqualTo(Outcome.CUT);
    assertThat(cut.received()).isEqualTo(1000);
    assertThat(cut.note()).isEqualTo("fault: cut after 1000 bytes");
  }

  @Test
  void strikesByChanceTheSameForTheSameSeed() {
    space.server().faults().on(get()).randomly(0.5, 42).answer(500);
    List<Integer> first = statuses();
    space.server().faults().clear();
    space.server().faults().on(get()).when(Occurrence.randomly(0.5, 42)).answer(500);

    assertThat(statuses()).isEqualTo(first).contains(404, 500);
  }

  private List<Integer> statuses() {
    RawClient client = client();
    return IntStream.range(0, 20).mapToObj(i -> client.getObject("k" + i).statusCode()).toList();
  }

  @Test
  void answersAStatusWithAnyRetryAfter() {
    RawClient client = client();
    Instant date = Instant.parse("2026-11-22T10:11:12Z");
    space.server().faults().on(get()).nth(1).answer(429);
    space
        .server()
        .faults()
        .on(get())
        .nth(2)
        .answer(Reply.status(503).retryAfter(Duration.ofSeconds(2)));
    space.server().faults().on(get()).nth(3).answer(Reply.status(503).retryAfter(date));
    space.server().faults().on(get()).nth(4).answer(Reply.status(503).retryAfter("soon"));

    HttpResponse<byte[]> first = client.getObject("a");
    assertThat(first.statusCode()).isEqualTo(429);
    assertThat(first.headers().firstValue("Retry-After")).isEmpty();
    assertThat(client.getObject("a").headers().firstValue("Retry-After")).hasValue("2");
    assertThat(client.getObject("a").headers().firstValue("Retry-After"))
        .hasValue("Sun, 22 Nov 2026 10:11:12 GMT");
    assertThat(client.getObject("a").headers().firstValue("Retry-After")).hasValue("soon");
    assertThat(client.getObject("a").statusCode()).isEqualTo(404);
  }

  @Test
  void limitsTheRateByTheServersClock() {
    ManualClock clock = ManualClock.now();
    try (SpaceServer limited = SpaceServer.builder().clock(clock).start()) {
      limited.faults().on(get()).limitRate(2, 3);
      RawClient client =
          new RawClient(limited.endpoint(), Credentials.wallet(limited.wallet()), clock);

      assertThat(statuses(client, 5)).containsExactly(404, 404, 404, 429, 429);
      HttpResponse<byte[]> refused = client.getObject("k");
      assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("text/html");
      clock.advance(Duration.ofMillis(500));
      assertThat(statuses(client, 2)).containsExactly(404, 429);
      clock.advance(Duration.ofDays(1));
      assertThat(statuses(client, 4)).containsExactly(404, 404, 404, 429);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 1", "NaN, 1", "1, 0"})
  void aRateIsPositiveAndABurstOneAtLeast(double perSecond, int burst) {
    assertThatThrownBy(() -> Fault.limitRate(perSecond, burst))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Integer> statuses(RawClient client, int count) {
    return IntStream.range(0, count).mapToObj(i -> client.getObject("k").statusCode()).toList();
  }

  @Test
  void strikesAsOftenAsIsSaid() {
    space.server().faults().on(get().matching("first*")).first(2).answer(500);
    space.server().faults().on(get().matching("from*")).from(3).answer(500);
    space.server().faults().on(get().matching("every*")).every(2).answer(500);
    space.server().faults().on(get().matching("never*")).randomly(0, 1).answer(500);
    space.server().faults().on(get().matching("ever*")).randomly(1, 1).answer(502);

    assertThat(four("first")).containsExactly(500, 500, 404, 404);
    assertThat(four("from")).containsExactly(404, 404, 500, 500);
    assertThat(four("every")).containsExactly(502, 500, 502, 500);
    assertThat(four("never")).containsExactly(404, 404, 404, 404);
  }

  private List<Integer> four(String key) {
    RawClient client = client();
    return IntStream.range(0, 4).mapToObj(i -> client.getObject(key).statusCode()).toList();
  }

  @Test
  void delaysWhatItThenDoes() throws Exception {
    FaultRule rule = space.server().faults().on(put()).delay(Duration.ofDays(1));
    RawClient client = client();
    CompletableFuture<Integer> answer =
        CompletableFuture.supplyAsync(() -> client.put("a", "1").statusCode());
    while (rule.strikes() == 0) {
      Thread.onSpinWait();
    }
    assertThat(answer).isNotDone();
    assertThat(space.server()).isEmpty();

    space.server().faults().clear();

    assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(200);
    assertThat(space.server()).hasObject("a").withText("1");
  }

  @Test
  void losesTheAcknowledgementOfWhatItHasDone() {
    space.server().faults().on(put()).first(1).loseAcknowledgement();
    RawClient client = client();

    assertThatThrownBy(() -> client.put("a", "1")).isInstanceOf(UncheckedIOException.class);

    assertThat(space.server()).hasObject("a").withText("1");
    assertThat(lastEntry().outcome()).isEqualTo(Outcome.CUT);
    assertThat(lastEntry().status()).isZero();
    assertThat(client.put("a", "1").statusCode()).isEqualTo(200);
  }

  @Test
  void cutsBeforeTheBody() {
    space.server().faults().on(put()).first(1).cutBeforeBody();

    assertThatThrownBy(() -> client().put("a", new byte[100_000]))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(space.server()).isEmpty();
    assertThat(lastEntry().received()).isZero();
  }

  @Test
  void cutsAnAnswerInTheMiddle() {
    space.server().objects().put("a", new byte[200_000]);
    space.server().faults().on(get()).cutAfter(bytes(70_000));

    assertThatThrownBy(() -> client().getObject("a")).isInstanceOf(UncheckedIOException.class);

    assertThat(lastEntry().sent()).isEqualTo(70_000);
    assertThat(lastEntry().outcome()).isEqualTo(Outcome.CUT);
  }

  @Test
  void cutsAtTheEndWhatIsShorterThanTheCut() {
    space.server().objects().put("a", new byte[10]);
    space.server().faults().on(get()).cutAfter(bytes(1000));
    space.server().faults().on(put()).cutAfter(bytes(1000));
    space.server().faults().on(lists()).cutAfter(bytes(1000));

    assertThatThrownBy(() -> client().getObject("a")).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> client().put("b", "1")).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> client().list("")).isInstanceOf(UncheckedIOException.class);
    assertThat(space.server()).hasNoObject("b");
  }

  @Test
  void stallsUntilTheFaultsAreCleared() throws Exception {
    space.server().objects().put("a", new byte[200_000]);
    for (Fault stall :
        List.of(
            Fault.stallBeforeReading(), Fault.stallAfterReading(), Fault.stallAfterSending(100))) {
      FaultRule rule = space.server().faults().on(Requests.any()).meet(stall);
      boolean reads = stall.toString().contains("sending");
      // The JDK's client asks again by itself when a GET has no answer.
      CompletableFuture<Integer> answer =
          CompletableFuture.supplyAsync(
              () -> (reads ? client().getObject("a") : client().put("b", "1")).statusCode());
      while (rule.strikes() == 0) {
        Thread.onSpinWait();
      }
      assertThat(answer).isNotDone();
      space.server().faults().clear();
      assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
          .as(stall.toString())
          .hasRootCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void stallsNoLongerThanTheServerLives() throws Exception {
    SpaceServer server = SpaceServer.inMemory().start();
    FaultRule rule = server.faults().on(put()).stallBeforeReading();
    RawClient client = RawClient.of(server);
    CompletableFuture<Integer> answer =
        CompletableFuture.supplyAsync(() -> client.put("a", new byte[1 << 20]).statusCode());
    while (rule.strikes() == 0) {
      Thread.onSpinWait();
    }

    server.close();

    assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class);
    assertThat(server.requestsInFlight()).isZero();
  }

  @Test
  void answersWhatNobodyCanRead() {
    RawClient client = client();
    space.server().objects().put("a", "1");
    space.server().objects().put("b", "2");
    String whole = client.list("");
    space.server().faults().on(lists()).nth(1).answerGarbage();
    space.server().faults().on(lists()).nth(2).answerGatewayPage();
    space.server().faults().on(lists()).nth(3).truncateAnswer();

    assertThat(client.list("")).doesNotContain("key");
    HttpResponse<byte[]> page = client.get("lists/?recursive=true");
    assertThat(page.statusCode()).isEqualTo(502);
    assertThat(RawClient.text(page)).contains("<html>");
    String half = client.list("");
    assertThat(whole).startsWith(half);
    assertThat(half).hasSize(whole.length() / 2);
  }

  @Test
  void answersWithWhatAnotherObjectHolds() {
    RawClient client = client();
    space.server().objects().put("in/a", "abc");
    space.server().objects().put("in/b", "xyz");
    space.server().objects().put("alone/c", "me");
    space.server().faults().on(get()).swapContent();

    assertThat(client.getObject("in/a").body()).asString().isEqualTo("xyz");
    assertThat(client.getObject("in/a").headers().firstValue("x-hash"))
        .hasValue(ContentHash.cidOf("xyz".getBytes(StandardCharsets.UTF_8)));
    assertThat(client.getObject("in/b").body()).asString().isEqualTo("abc");
    assertThat(client.getObject("alone/c").body()).asString().isEqualTo("me");
  }

  @Test
  void answersOtherBytesThanItHolds() {
    RawClient client = client();
    space.server().objects().put("a", "abc");
    space.server().faults().on(get()).nth(1).corruptByteAt(1);
    space.server().faults().on(get()).nth(2).wrongHash();

    assertThat(client.getObject("a").body()).asString().isEqualTo("acc");
    assertThat(client.getObject("a").headers().firstValue("x-hash"))
        .isPresent()
        .get()
        .isNotEqualTo(ContentHash.cidOf(new byte[] {'a', 'b', 'c'}));
  }

  @Test
  void listsOtherObjectsThanItHolds() {
    RawClient client = client();
    space.server().objects().put("old", "1");
    FaultRule stale = space.server().faults().on(lists()).staleList();
    space.server().objects().put("new", "2");

    assertThat(client.list("")).contains("/old").doesNotContain("/new");
    stale.remove();
    assertThat(client.list("")).contains("/old", "/new");
    space.server().faults().on(lists()).first(1).duplicateEntry();
    assertThat(client.list("")).containsPattern("/new.*/new.*/old");
    space.server().faults().on(lists()).hideEntries("n*");
    assertThat(client.list("")).contains("/old").doesNotContain("/new");
  }

  @Test
  void listsWhatThereWasSomeTimeAgo() {
    ManualClock time = ManualClock.now();
    try (SpaceServer late = SpaceServer.builder().clock(time).verification(false).start()) {
      RawClient client = RawClient.of(late);
      late.objects().put("old", "1");
      late.faults().on(lists()).lagList(Duration.ofMinutes(1));
      late.objects().put("new", "2");
      late.objects().delete("old");

      assertThat(client.list("")).contains("/old").doesNotContain("/new");
      time.advance(Duration.ofSeconds(59));
      assertThat(client.list("")).contains("/old").doesNotContain("/new");
      time.advance(Duration.ofSeconds(1));
      assertThat(client.list("")).contains("/new").doesNotContain("/old");
    }
  }

  @Test
  void redirects() {
    RawClient client = client();
    URI other = URI.create("http://other.example:81");
    space.server().faults().on(get()).nth(1).redirectToOrigin(other);
    space.server().faults().on(get()).nth(2).redirectToLinkLocal();
    space.server().faults().on(get()).nth(3).redirectTo("/same/host");
    String path = URI.create(space.server().endpoint()).getPath() + RawClient.object("a");

    HttpResponse<byte[]> answer = client.getObject("a");
    assertThat(answer.statusCode()).isEqualTo(307);
    assertThat(answer.headers().firstValue("Location")).hasValue(other + path);
    assertThat(client.getObject("a").headers().firstValue("Location"))
        .hasValue("http://169.254.169.254" + path);
    assertThat(client.getObject("a").headers().firstValue("Location")).hasValue("/same/host");
  }

  @Test
  void runsOutOfSpaceInTheMiddle() {
    RawClient client = client();
    space.server().faults().on(put()).runOutOfSpaceAfter(bytes(10_000));

    assertThat(client.put("a", new byte[5_000]).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> refused = client.put("b", new byte[100_000]);
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(client.put("c", new byte[1]).statusCode()).isEqualTo(413);
    assertThat(space.server().objects().keys()).containsExactly("a");
  }

  @Test
  void forgetsWhatItHasAcknowledged() {
    RawClient client = client();
    space.server().objects().put("b", "1");
    space.server().faults().on(put()).forget();
    space.server().faults().on(list()).forget();

    assertThat(client.put("a", "1").statusCode()).isEqualTo(200);
    assertThat(client.getObject("a").statusCode()).isEqualTo(404);
    assertThat(RawClient.text(client.get("list/" + ObjectKeys.encode("b")))).isEqualTo("null");
  }

  @Test
  void letsFaultsMeet() {
    RawClient client = client();
    space
        .server()
        .faults()
        .on(put())
        .first(1)
        .meet(Fault.delay(Duration.ofMillis(1)).andThen(Fault.loseAcknowledgement()));
    space.server().faults().on(Requests.any()).nth(2).wrongHash();
    space.server().faults().on(Requests.any()).nth(2).corruptByteAt(0);

    assertThatThrownBy(() -> client.put("a", "b")).isInstanceOf(UncheckedIOException.class);
    HttpResponse<byte[]> answer = client.getObject("a");

    assertThat(answer.body()).asString().isEqualTo("c");
    assertThat(space.server().journal().entries())
        .extracting(JournalEntry::note)
        .containsExactly(
            "fault: delay by PT0.001S, lose the acknowledgement",
            "fault: wrong x-hash; fault: corrupt the byte at 0");
  }

  @Test
  void strikesRecordsToo() {
    space.server().faults().on(createBackup()).answer(503);

    assertThat(client().json("POST", "backup", "{}").statusCode()).isEqualTo(503);
    assertThat(space.server().records()).isEmpty();
  }

  @Test
  void refusesFaultsThatCannotBe() {
    for (long n : new long[] {0, -1}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Occurrence.nth(n));
      assertThatIllegalArgumentException().isThrownBy(() -> Occurrence.from(n));
      assertThatIllegalArgumentException().isThrownBy(() -> Occurrence.every(n));
    }
    for (double probability : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Occurrence.randomly(probability, 1));
    }
    for (int status : new int[] {0, 100, 199, 600}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Reply.status(status));
    }
  }
}
