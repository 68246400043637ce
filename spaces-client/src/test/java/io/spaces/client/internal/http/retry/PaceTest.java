package io.spaces.client.internal.http.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ManualWaiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualWaiter waiter = new ManualWaiter();
  private final Cancellation cancellation = new Cancellation();
  private final Pace pace = new Pace(waiter, Duration.ofMinutes(1));

  @Test
  void nobodyWaitsBeforeTheFirstRefusal() {
    passFor(SECOND, Duration.ofMillis(1));

    assertThat(waiter.waits()).hasSize(1000).containsOnly(Duration.ofMillis(1));
  }

  @Test
  void aRefusalHalvesTheRate() {
    passFor(SECOND.multipliedBy(3), Duration.ofMillis(1));
    turn().refused();

    Instant before = waiter.now();
    turn().passed();
    turn().passed();
    assertThat(Duration.between(before, waiter.now()).toMillis()).isBetween(3L, 4L);
  }

  @Test
  void thoseThatWereUnderWayTogetherSlowItDownOnce() {
    passFor(SECOND.multipliedBy(3), Duration.ofMillis(1));
    List<Pace.Turn> together = turns(100);

    together.forEach(Pace.Turn::refused);

    Instant before = waiter.now();
    turn().passed();
    assertThat(Duration.between(before, waiter.now()).toMillis()).isLessThanOrEqualTo(2);
  }

  @Test
  void afterAnOutageItIsSoonAsFastAsBefore() {
    passFor(SECOND.multipliedBy(3), Duration.ofMillis(1));
    Instant end = waiter.now().plusSeconds(60);
    long refused = 0;
    while (waiter.now().isBefore(end)) {
      turn().refused();
      refused++;
    }
    // Asked often enough to notice the end of it, and no more.
    assertThat(refused).isBetween(55L, 80L);

    passFor(SECOND.multipliedBy(25), Duration.ofMillis(1));
    long before = pace.passed();
    passFor(SECOND, Duration.ofMillis(1));
    assertThat(pace.passed() - before).isGreaterThan(900);
  }

  @Test
  void aLimitBelowOneASecondIsFoundToo() {
    Instant next = waiter.now();
    List<Boolean> late = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Pace.Turn turn = turn();
      boolean refused = waiter.now().isBefore(next);
      late.add(refused);
      if (refused) {
        turn.refused();
      } else {
        turn.passed();
        next = waiter.now().plusSeconds(4);
      }
    }
    assertThat(late.subList(100, 200).stream().filter(refused -> refused).count()).isLessThan(25);
  }

  @Test
  void noMoreAreUnderWayThanGotThrough() throws Exception {
    List<Pace.Turn> slow = turns(8);
    slow.get(7).refused();
    CompletableFuture<Pace.Turn> fifth = new CompletableFuture<>();
    Thread worker = new Thread(() -> fifth.complete(turn()));
    worker.start();

    awaitItsWait(worker, fifth);
    for (int i = 0; i < 3; i++) {
      slow.get(i).end();
      awaitItsWait(worker, fifth);
      assertThat(fifth).isNotDone();
    }
    slow.get(3).end();
    fifth.get().end();
  }

  /** Until the worker waits for others to end, or has a turn. */
  private static void awaitItsWait(Thread worker, CompletableFuture<Pace.Turn> turn) {
    while (worker.getState() != Thread.State.TIMED_WAITING && !turn.isDone()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aPauseIsKeptToItsEndUnlessNoneMayTakeSoLong() {
    Duration longest = Duration.ofMinutes(1);
    pace.pause(longest);
    turn().passed();
    assertThat(waiter.passed()).isEqualTo(longest);

    // Only a clock that was set back meanwhile makes it so long.
    pace.pause(longest.plusNanos(1));
    turn().passed();
    assertThat(waiter.passed()).isEqualTo(longest);
  }

  @Test
  void aShorterPauseDoesNotEndALongerOne() {
    pace.pause(Duration.ofSeconds(9));
    pace.pause(Duration.ofSeconds(4));
    turn().passed();
    assertThat(waiter.passed()).isEqualTo(Duration.ofSeconds(9));

    pace.pause(Duration.ofSeconds(4));
    pace.pause(Duration.ofSeconds(9));
    turn().passed();
    assertThat(waiter.passed()).isEqualTo(Duration.ofSeconds(18));
  }

  @Test
  void aCancelEndsTheWaitForRoom() {
    List<Pace.Turn> slow = turns(2);
    slow.get(1).refused();
    CompletableFuture<Pace.Turn> waiting = CompletableFuture.supplyAsync(this::turn);
    cancellation.cancel();

    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CancelledException.class);
    // What a cancelled run has to say at its end does not wait.
    pace.awaitUnless(cancellation).passed();
  }

  private void passFor(Duration time, Duration each) {
    Instant end = waiter.now().plus(time);
    while (waiter.now().isBefore(end)) {
      Pace.Turn turn = turn();
      waiter.await(each, cancellation);
      turn.passed();
    }
  }

  private List<Pace.Turn> turns(int count) {
    List<Pace.Turn> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      turns.add(turn());
    }
    return turns;
  }

  private Pace.Turn turn() {
    return pace.await(cancellation);
  }
}
