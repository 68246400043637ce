package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.Interceptor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket: full at first, filled at a steady rate up to its size; a call takes one token out
 * or is refused. Each rule it is planned in has a bucket of its own.
 */
public record RateLimit(double perSecond, int burst, Reply refusal) implements Effect {
  public RateLimit {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("perSecond is " + perSecond + "; expected more than 0");
    }
    if (burst < 1) {
      throw new IllegalArgumentException("burst is " + burst + "; expected 1 or more");
    }
  }

  @Override
  public Answer strike(Call call, Interceptor.Next next, FaultContext context) throws IOException {
    return next.proceed(call);
  }

  @Override
  public Effect arm(FaultContext context) {
    Bucket bucket = new Bucket(context.clock().instant());
    return (call, next, ctx) ->
        bucket.take(ctx.clock().instant())
            ? next.proceed(call)
            : ((MadeUpReply) refusal).toAnswer();
  }

  private final class Bucket {
    private double tokens = burst;
    private Instant filled;

    Bucket(Instant now) {
      filled = now;
    }

    synchronized boolean take(Instant now) {
      if (now.isAfter(filled)) {
        double seconds = Duration.between(filled, now).toNanos() / 1e9;
        tokens = Math.min(burst, tokens + seconds * perSecond);
        filled = now;
      }
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
