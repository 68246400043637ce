package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.testkit.internal.http.Call;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Requests by what is known of them when their head has been read. */
public record RequestSet(String description, BiPredicate<String, Route> kind, Predicate<String> key)
    implements Requests {

  @Override
  public Requests matching(String glob) {
    return new RequestSet(description + " " + glob, kind, key.and(KeyGlob.of(glob)));
  }

  @Override
  public Requests matching(Predicate<String> wanted) {
    return new RequestSet(description + " with a key", kind, key.and(wanted));
  }

  boolean accepts(Call call) {
    return kind.test(call.method(), call.route()) && key.test(call.key());
  }

  @Override
  public String toString() {
    return description;
  }
}
