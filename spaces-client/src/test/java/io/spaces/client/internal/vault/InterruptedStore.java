package io.spaces.client.internal.vault;

import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.vault.object.MemoryStore;

/** Does something else, once, before a certain change. */
public final class InterruptedStore extends MemoryStore {
  private long left = Long.MAX_VALUE;
  private Runnable action = () -> {};

  public void before(long change, Runnable what) {
    left = change;
    action = what;
  }

  private void step() {
    if (left-- == 0) {
      action.run();
    }
  }

  @Override
  public void put(String key, Payload content) {
    step();
    super.put(key, content);
  }

  @Override
  public void delete(String key) {
    step();
    super.delete(key);
  }
}
