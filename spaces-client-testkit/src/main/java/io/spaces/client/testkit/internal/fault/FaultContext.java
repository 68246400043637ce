package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.ConnectionCut;
import io.spaces.client.testkit.internal.storage.Area;
import io.spaces.client.testkit.internal.storage.Areas;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The server that faults are planned for.
 *
 * @param areas what it holds
 * @param defaultApp the app that {@code default} stands for
 * @param clock what rates are measured by
 * @param release counted down when the faults are cleared
 */
public record FaultContext(Areas areas, String defaultApp, Clock clock, CountDownLatch release) {
  /** Returns the area that a call is about. */
  Area area(Call call) {
    String named = call.resolved().app();
    return areas.area(named.equals("default") ? defaultApp : named);
  }

  /** Waits, unless the faults are cleared or the server is closed before. */
  void pause(Duration time) throws ConnectionCut {
    await(time.toNanos());
  }

  /** Waits until the faults are cleared or the server is closed, and then cuts the connection. */
  ConnectionCut stall() throws ConnectionCut {
    await(Long.MAX_VALUE);
    return new ConnectionCut();
  }

  private void await(long nanos) throws ConnectionCut {
    try {
      boolean ignored = release.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionCut();
    }
  }
}
