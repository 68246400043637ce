package io.spaces.client.internal.content.seal;

import java.io.IOException;

/** A sealed object does not open: some of its bytes are not those that were sealed. */
public final class BrokenSealException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenSealException(String name, String problem) {
    super(name + " " + problem);
  }
}
