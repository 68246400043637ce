package io.spaces.client.testkit.soak;

import io.spaces.client.testkit.faults.Fault;
import io.spaces.client.testkit.faults.Faults;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.testkit.faults.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Faults of an honest space on a bad day, which fails, and of one that lies. */
final class RandomFaults {
  private static final List<Fault> FAULTS =
      List.of(
          Fault.answer(Reply.status(500)),
          Fault.answer(Reply.status(503).retryAfter("3")),
          Fault.answer(Reply.status(429).retryAfter("soon")),
          Fault.answer(Reply.status(403)),
          Fault.answer(Reply.status(413)),
          Fault.answer(Reply.gatewayPage(502)),
          Fault.answer(Reply.redirect("http://localhost:9/elsewhere")),
          Fault.delay(Duration.ofMillis(5)),
          Fault.cutBeforeBody(),
          Fault.cutAfter(50),
          Fault.cutAfter(20_000),
          Fault.loseAcknowledgement(),
          Fault.delay(Duration.ofMillis(3)).andThen(Fault.loseAcknowledgement()));

  /** What may also happen to content on its way back. */
  private static final List<Fault> OF_DOWNLOADS =
      List.of(
          Fault.corruptByteAt(0),
          Fault.corruptByteAt(77),
          Fault.truncateAnswer(),
          Fault.wrongHash(),
          Fault.answerGarbage());

  /** By when a list may lag: much longer than anybody waits for it. */
  private static final Duration LAG = Duration.ofMinutes(10);

  private RandomFaults() {}

  /** Plans one to four faults that spare no kind of request. */
  static void plan(Faults faults, Random random) {
    List<Requests> some =
        List.of(
            Requests.any(),
            Requests.put(),
            Requests.put(),
            Requests.get(),
            Requests.lists(),
            Requests.delete());
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      plan(faults, some.get(random.nextInt(some.size())), FAULTS, random);
    }
  }

  /** Plans one to four faults, some of which change what is downloaded. */
  static void planForDownloads(Faults faults, Random random) {
    List<Fault> all = new ArrayList<>(FAULTS);
    all.addAll(OF_DOWNLOADS);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      plan(faults, Requests.get(), all, random);
    }
  }

  /**
   * Plans one to three lies: uploads that are acknowledged and forgotten, lists of what there was
   * before, the content of another object.
   */
  static void planLies(Faults faults, Random random) {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      switch (random.nextInt(3)) {
        case 0 -> plan(faults, Requests.put(), List.of(Fault.forget()), random);
        case 1 -> plan(faults, Requests.lists(), List.of(Fault.lagList(LAG)), random);
        default -> plan(faults, Requests.get(), List.of(Fault.swapContent()), random);
      }
    }
  }

  private static void plan(Faults faults, Requests requests, List<Fault> choice, Random random) {
    Fault fault = choice.get(random.nextInt(choice.size()));
    double probability = random.nextInt(8) == 0 ? 1 : random.nextDouble() * 0.4;
    faults.on(requests).randomly(probability, random.nextLong()).meet(fault);
  }
}
