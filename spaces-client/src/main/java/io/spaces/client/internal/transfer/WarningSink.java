package io.spaces.client.internal.transfer;

import io.spaces.client.transfer.Warning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where goes what a person should know of a vault, whichever step finds it: to whoever listens; it
 * is kept until somebody does. Safe for use by several threads.
 */
public final class WarningSink {
  private final List<Warning> kept = new ArrayList<>();
  private final Set<String> toldOnce = new HashSet<>();
  private @Nullable Consumer<? super Warning> listener;

  public synchronized void listen(Consumer<? super Warning> told) {
    listener = told;
    kept.forEach(told);
    kept.clear();
  }

  public synchronized void tell(Warning warning) {
    if (listener == null) {
      kept.add(warning);
    } else {
      listener.accept(warning);
    }
  }

  /** The same for what is found again and again: one of each kind is told. */
  public synchronized void tellOnce(String kind, Warning warning) {
    if (toldOnce.add(kind)) {
      tell(warning);
    }
  }
}
