package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.ConnectionCut;
import io.spaces.client.testkit.internal.http.Interceptor;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Faults of the connection. */
public final class ConnectionEffects {
  private ConnectionEffects() {}

  /** Waits first. */
  public static Effect delay(Duration time) {
    return (call, next, context) -> {
      context.pause(time);
      return next.proceed(call);
    };
  }

  /** Never goes on. */
  public static Effect stallBeforeReading() {
    return (call, next, context) -> {
      throw context.stall();
    };
  }

  /** Reads all and never goes on. */
  public static Effect stallAfterReading() {
    return (call, next, context) -> {
      call.drain(Long.MAX_VALUE);
      throw context.stall();
    };
  }

  /** Answers in part and never goes on. */
  public static Effect stallAfterSending(long bytes) {
    return (call, next, context) -> {
      Answer answer = next.proceed(call);
      if (answer.length() == 0) {
        throw context.stall();
      }
      return answer.withBody(
          out -> {
            sendUpTo(bytes, answer, out);
            throw context.stall();
          });
    };
  }

  /** Cuts at once. */
  public static Effect cut() {
    return (call, next, context) -> {
      throw new ConnectionCut();
    };
  }

  /** Cuts the body of the request, or else of the answer. */
  public static Effect cutAfter(long bytes) {
    return (call, next, context) -> {
      if (call.hasBody()) {
        call.wrapBody(body -> new CutInput(body, bytes));
        next.proceed(call);
        call.drain(Long.MAX_VALUE);
        throw new ConnectionCut();
      }
      Answer answer = next.proceed(call);
      if (answer.length() == 0) {
        throw new ConnectionCut();
      }
      return answer.withBody(
          out -> {
            sendUpTo(bytes, answer, out);
            throw new ConnectionCut();
          });
    };
  }

  private static void sendUpTo(long bytes, Answer answer, OutputStream out) throws IOException {
    try {
      answer.body().writeTo(new CutOutput(out, bytes));
      // A body that is shorter stays held back in part, so that it is not complete.
    } catch (ConnectionCut e) {
      out.flush();
    }
  }

  /** Lets the call do what it does, and cuts. */
  public static Effect loseAcknowledgement() {
    return ConnectionEffects::actAndCut;
  }

  private static Answer actAndCut(Call call, Interceptor.Next next, FaultContext context)
      throws IOException {
    Answer answer = next.proceed(call);
    call.drain(Long.MAX_VALUE);
    answer.body().writeTo(OutputStream.nullOutputStream());
    throw new ConnectionCut();
  }
}
