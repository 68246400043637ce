package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.faults.Fault;
import io.spaces.client.testkit.faults.FaultRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A process that gets a SIGKILL at the arrival of one of its requests. */
final class KilledProcess {
  /** 128 + SIGKILL (9), as shells and the JDK say it. */
  private static final int KILLED = 137;

  private KilledProcess() {}

  /** Starts the process. */
  interface Start {
    /** All that it prints goes to the file. */
    Process start(Path output) throws IOException;
  }

  /** What becomes of the last request before the process is killed. */
  enum Moment {
    /** It has just arrived. */
    ARRIVED,
    /** It was done, but its answer never came: the process is killed at what it does then. */
    UNANSWERED,
    /** It broke off halfway: the process is killed at what it does then. */
    HALFWAY
  }

  /** Returns once nothing of the process is left in the server; fails when it lived to its end. */
  static void run(SpaceServer server, long request, SeededRandom random, Path output, Start start)
      throws Exception {
    Moment moment = random.pick(List.of(Moment.values()));
    long fatal = moment == Moment.ARRIVED ? request : request + 1;
    Fault fault =
        moment == Moment.HALFWAY
            ? Fault.cutAfter(random.nextInt(1 << 16))
            : Fault.loseAcknowledgement();
    AtomicLong arrived = new AtomicLong();
    CompletableFuture<Process> started = new CompletableFuture<>();
    FaultRule rule =
        server
            .faults()
            .on(
                any()
                    .matching(
                        key -> {
                          long number = arrived.incrementAndGet();
                          if (number == fatal) {
                            started.join().destroyForcibly().onExit().join();
                          }
                          return number == request && moment != Moment.ARRIVED;
                        }))
            .meet(fault);
    Process process = start.start(output);
    started.complete(process);
    int exit = process.waitFor();
    while (server.requestsInFlight() > 0) {
      Thread.onSpinWait();
    }
    rule.remove();
    assertThat(exit)
        .as("%s at request %d: %s", moment, request, Files.readString(output))
        .isEqualTo(KILLED);
  }
}
