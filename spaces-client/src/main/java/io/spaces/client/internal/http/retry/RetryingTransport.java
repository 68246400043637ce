package io.spaces.client.internal.http.retry;

import io.github.resilience4j.retry.Retry;
import io.spaces.client.internal.http.BrokenConnectionException;
import io.spaces.client.internal.http.NoSuccessException;
import io.spaces.client.internal.http.Transport;
import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.http.TransportResponse;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests again when that may help, and lets others try again by the same measure. Reading
 * the answer is part of an attempt, so a list that breaks off halfway is asked for again from its
 * start. The answer of the last attempt goes to the handler, whatever its status.
 */
public final class RetryingTransport implements Transport, Retries {
  /** The same request refused more often tells about itself, and not about the server. */
  private static final int TELLING_REFUSALS = 3;

  /** As often one request may be refused while others get through. */
  private static final int MOST_REFUSALS = 10;

  /** When more than that get through between two refusals, the server has room enough. */
  private static final int MANY = 20;

  private final Transport transport;
  private final RetryAllowance allowance;
  private final Cancellation cancellation;

  /**
   * A transport that retries.
   *
   * @param transport makes single attempts
   * @param allowance shared by all requests of the run
   * @param cancellation ends waits
   */
  public RetryingTransport(
      Transport transport, RetryAllowance allowance, Cancellation cancellation) {
    this.transport = transport;
    this.allowance = allowance;
    this.cancellation = cancellation;
  }

  @Override
  public <T> T send(TransportRequest request, ResponseHandler<T> handler) throws IOException {
    Attempts attempts = new Attempts(request);
    TransportRequest attempt = request;
    while (true) {
      Pace.Turn turn = allowance.awaitTurn(cancellation);
      try {
        T result =
            transport.send(
                attempt,
                response -> {
                  attempts.judge(response, turn);
                  return handler.handle(response);
                });
        attempts.succeeded();
        return result;
      } catch (AskAgain again) {
        attempts.pause(again.millis);
      } catch (NoSuccessException e) {
        attempts.belied(e, turn);
      } catch (BrokenConnectionException e) {
        attempts.broke(e, turn);
      } catch (RuntimeException e) {
        // The handler made an error of an answer: the server works.
        attempts.succeeded();
        throw e;
      } finally {
        turn.end();
      }
      attempt = attempt.again();
    }
  }

  @Override
  public TransportResponse open(TransportRequest request) throws IOException {
    Attempts attempts = new Attempts(request);
    TransportRequest attempt = request;
    while (true) {
      Pace.Turn turn = allowance.awaitTurn(cancellation);
      try {
        TransportResponse response = transport.open(attempt);
        try {
          attempts.judge(response, turn);
        } catch (AskAgain again) {
          response.close();
          throw again;
        }
        attempts.succeeded();
        return response;
      } catch (AskAgain again) {
        attempts.pause(again.millis);
      } catch (BrokenConnectionException e) {
        attempts.broke(e, turn);
      } finally {
        turn.end();
      }
      attempt = attempt.again();
    }
  }

  @Override
  public int most() {
    return allowance.maxRetries();
  }

  @Override
  public void backOff(int attempt) {
    allowance.waiter().await(RetryAllowance.BACKOFF.after(attempt), cancellation);
  }

  @Override
  public void await(Duration time) {
    allowance.waiter().await(time, cancellation);
  }

  /** The attempts at one request. Costs nothing until one fails. */
  private final class Attempts {
    private final TransportRequest request;
    private Retry.@Nullable AsyncContext<Object> context;
    private int failures;
    private int refusals;
    private long passedBefore;
    private boolean failed;

    Attempts(TransportRequest request) {
      this.request = request;
    }

    /** Throws {@link AskAgain} unless the answer is one for the handler. */
    void judge(TransportResponse response, Pace.Turn turn) throws AskAgain {
      int status = response.status();
      if (!RetryPolicy.mayPass(status)) {
        turn.passed();
      }
      if (status < 400) {
        return;
      }
      Duration retryAfter = null;
      if (RetryPolicy.mayPass(status)) {
        retryAfter =
            RetryAfter.parse(
                response.header("Retry-After"),
                response.header("Date"),
                allowance.waiter().now(),
                RetryAllowance.LONGEST_RETRY_AFTER);
      }
      FailedAttempt failure = FailedAttempt.answered(request, status, retryAfter);
      long wait = next(failure, turn);
      if (wait >= 0) {
        throw new AskAgain(wait);
      }
      if (failure.isAgainstEveryone()) {
        giveUp(failure);
      }
    }

    void broke(BrokenConnectionException e, Pace.Turn turn) throws BrokenConnectionException {
      FailedAttempt failure = FailedAttempt.broke(request, e);
      long wait = next(failure, turn);
      if (wait < 0) {
        giveUp(failure);
        throw failures == 1
            ? e
            : new BrokenConnectionException(
                e.getMessage() + " (attempt " + failures + ")", e.wasSent(), e);
      }
      pause(wait);
    }

    void belied(NoSuccessException e, Pace.Turn turn) throws NoSuccessException {
      FailedAttempt failure = FailedAttempt.belied(request, e.status());
      long wait = next(failure, turn);
      if (wait < 0) {
        giveUp(failure);
        throw e;
      }
      pause(wait);
    }

    void succeeded() {
      if (!failed) {
        allowance.succeeded();
      }
    }

    void pause(long millis) {
      allowance.waiter().await(Duration.ofMillis(millis), cancellation);
    }

    private long next(FailedAttempt failure, Pace.Turn turn) {
      boolean counted = !failure.isThrottled() || isCounted();
      if (failure.isThrottled() && refusals <= TELLING_REFUSALS) {
        turn.refused();
      } else {
        turn.end();
      }
      failures++;
      if (context == null) {
        context = allowance.newRequest();
      }
      return allowance.waitBeforeNext(context, failure, counted);
    }

    /** Counts one more refusal; tells whether it uses a retry up. */
    private boolean isCounted() {
      refusals++;
      long passed = allowance.pace().passed();
      long others = passed - passedBefore;
      passedBefore = passed;
      // Without any retries there is none to save; and a first one may be all there is.
      if (refusals == 1) {
        return true;
      }
      // Nobody gets through: that is no throttling but an outage.
      if (others == 0) {
        return true;
      }
      // Many get through, or it is always this one: then it is not refused for want of room.
      return others > MANY || refusals > MOST_REFUSALS;
    }

    private void giveUp(FailedAttempt failure) {
      failed = true;
      allowance.failed(failure);
    }
  }

  /** Leaves the handler of an answer that is to be asked for again. */
  private static final class AskAgain extends IOException {
    private static final long serialVersionUID = 1L;
    private final long millis;

    AskAgain(long millis) {
      this.millis = millis;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
