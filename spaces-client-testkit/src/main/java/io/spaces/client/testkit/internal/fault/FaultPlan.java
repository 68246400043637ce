package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.faults.Fault;
import io.spaces.client.testkit.faults.FaultRule;
import io.spaces.client.testkit.faults.Faults;
import io.spaces.client.testkit.faults.Occurrence;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.Interceptor;
import io.spaces.client.testkit.internal.storage.Areas;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** The rules of a server, and their way with its calls. */
public final class FaultPlan implements Faults, Interceptor {
  private final Areas areas;
  private final String defaultApp;
  private final Clock clock;
  private volatile CountDownLatch release = new CountDownLatch(1);
  private final CopyOnWriteArrayList<PlannedFault> rules = new CopyOnWriteArrayList<>();

  /** A plan without a rule. */
  public FaultPlan(Areas areas, String defaultApp, Clock clock) {
    this.areas = areas;
    this.defaultApp = defaultApp;
    this.clock = clock;
  }

  private FaultContext context() {
    return new FaultContext(areas, defaultApp, clock, release);
  }

  @Override
  public FaultRule plan(Requests requests, Occurrence occurrence, Fault fault) {
    PlannedFault rule = new PlannedFault(requests, occurrence, fault, context(), rules::remove);
    rules.add(rule);
    return rule;
  }

  @Override
  public List<FaultRule> rules() {
    return List.copyOf(rules);
  }

  @Override
  public synchronized void clear() {
    rules.clear();
    CountDownLatch old = release;
    release = new CountDownLatch(1);
    old.countDown();
  }

  @Override
  public Answer intercept(Call call, Next next) throws IOException {
    if (rules.isEmpty()) {
      return next.proceed(call);
    }
    // Before the rules are read: what they strike now is released when they are cleared later.
    FaultContext context = context();
    List<PlannedFault> striking = new ArrayList<>();
    for (PlannedFault rule : rules) {
      if (rule.strikes(call)) {
        striking.add(rule);
      }
    }
    return strike(striking, 0, call, next, context);
  }

  private static Answer strike(
      List<PlannedFault> striking, int index, Call call, Next next, FaultContext context)
      throws IOException {
    if (index == striking.size()) {
      return next.proceed(call);
    }
    PlannedFault rule = striking.get(index);
    call.note("fault: " + rule.name());
    return rule.effect().strike(call, c -> strike(striking, index + 1, c, next, context), context);
  }
}
