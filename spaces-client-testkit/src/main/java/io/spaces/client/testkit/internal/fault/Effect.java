package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.Interceptor;
import java.io.IOException;
import java.util.function.Function;

/** What a fault does. */
@FunctionalInterface
public interface Effect {
  /** Strikes a call: answers in its own way, lets it proceed in a changed way, or breaks it. */
  Answer strike(Call call, Interceptor.Next next, FaultContext context) throws IOException;

  /** Called when the fault is planned; returns what is to strike. */
  default Effect arm(FaultContext context) {
    return this;
  }

  /** An effect that is made when it is armed, of what there is then; before, it does nothing. */
  static Effect whenArmed(Function<FaultContext, Effect> maker) {
    return new Effect() {
      @Override
      public Answer strike(Call call, Interceptor.Next next, FaultContext context)
          throws IOException {
        return next.proceed(call);
      }

      @Override
      public Effect arm(FaultContext context) {
        return maker.apply(context);
      }
    };
  }

  /** Another effect on what this one lets proceed. */
  default Effect andThen(Effect other) {
    Effect first = this;
    return new Effect() {
      @Override
      public Answer strike(Call call, Interceptor.Next next, FaultContext context)
          throws IOException {
        return first.strike(call, c -> other.strike(c, next, context), context);
      }

      @Override
      public Effect arm(FaultContext context) {
        return first.arm(context).andThen(other.arm(context));
      }
    };
  }
}
